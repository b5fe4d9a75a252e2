import { Controller, Get, Param } from "@nestjs/common";
import { readFileSync } from "node:fs";
import { join } from "node:path";

@Controller()
export class AppController {
  private readonly text = readFileSync(join(__dirname, "texts", "hello.txt"), "utf8").trim();

  @Get(":name")
  greet(@Param("name") name: string): string {
    return `${this.text}, ${name}`;
  }
}
