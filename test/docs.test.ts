/** Pages that are made from registries say what the registries say. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { transformsPage } from "./support/transforms-page.js";

describe("docs/transforms.md", () => {
  it("shows every transform as it describes itself", () => {
    if (process.env["UPDATE_DOCS"] === "1") {
      mkdirSync("docs", { recursive: true });
      writeFileSync("docs/transforms.md", transformsPage());
    }
    expect(readFileSync("docs/transforms.md", "utf8")).toBe(transformsPage());
  });
});
