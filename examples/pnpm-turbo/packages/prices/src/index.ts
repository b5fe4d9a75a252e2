import bytes from "bytes";

export const price = (amount: number): string => bytes(amount * 1024);
