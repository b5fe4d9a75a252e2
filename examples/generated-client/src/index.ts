import { models } from "@prisma/client";

console.log(`models: ${models.join(", ")}`);
