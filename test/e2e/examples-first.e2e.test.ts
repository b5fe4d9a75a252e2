/** The first half of the examples on a real engine. */
import { verifiedExamples } from "../support/verified-examples.js";

verifiedExamples(0, 2);
