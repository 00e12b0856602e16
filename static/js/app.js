/* Everything the screens do beyond links and forms. Each module listens on the document, so swapped content needs no set-up. */
import { theme } from "./theme.js";
import { shell } from "./shell.js";
import { dialogs } from "./dialogs.js";
import { lists } from "./lists.js";
import { forms } from "./forms.js";
import { combobox } from "./combobox.js";
import { balance } from "./balance.js";
import { scan } from "./scan.js";
import { requests } from "./requests.js";

theme();
shell();
dialogs();
lists();
forms();
combobox();
balance();
scan();
requests();
