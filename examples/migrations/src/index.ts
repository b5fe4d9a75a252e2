import { readFileSync } from "node:fs";

const accounts = JSON.parse(readFileSync("data/accounts.json", "utf8")) as string[];
console.log(`accounts: ${accounts.join(", ")}`);
