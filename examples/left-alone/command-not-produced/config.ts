export const interval = "2 minutes";
