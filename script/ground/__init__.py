"""What the scripts stand on: the environment, the embedded servers, the database roles and the supervisor."""
