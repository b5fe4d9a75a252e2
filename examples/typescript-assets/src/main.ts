import { readFileSync } from "node:fs";
import { join } from "node:path";
import Mustache from "mustache";
import settings from "../settings.json";

const lang = process.env.LETTERS_LANG ?? "en";
const template = readFileSync(join(__dirname, "templates", "letter.mustache"), "utf8");
const texts = JSON.parse(readFileSync(join(process.cwd(), "locales", `${lang}.json`), "utf8")) as object;
process.stdout.write(Mustache.render(template, { ...texts, ...settings, name: process.argv[2] ?? "you" }));
