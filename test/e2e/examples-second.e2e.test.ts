/** The second half of the examples on a real engine. */
import { verifiedExamples } from "../support/verified-examples.js";

verifiedExamples(1, 2);
