#!/usr/bin/env node
/** The executable: hands the process to `main`, and sets the exit code without cutting off what is still being printed. */
import { processIo } from "./cli/io.js";
import { main } from "./cli/main.js";

process.exitCode = await main(process.argv.slice(2), processIo());
