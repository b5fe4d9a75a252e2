import ms from "ms";
import { interval } from "../config";

console.log(ms(interval));
