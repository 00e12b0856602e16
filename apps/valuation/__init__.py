"""What stock was worth: on any past day, why a move cost what it cost, and the reports of stock."""
