import colours from "picocolors";

const [, , name = "world"] = process.argv;
console.log(`${process.env.GREETING}, ${colours.bold(name)}!`);
process.exitCode = process.env.GREETING === "Hello" ? 0 : 4;
