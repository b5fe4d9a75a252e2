export const models: readonly string[];
