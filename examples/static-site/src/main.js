import { heading } from "./heading.js";

document.body.append(heading(document.title));
