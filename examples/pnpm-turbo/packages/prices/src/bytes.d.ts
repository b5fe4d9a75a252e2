declare module "bytes" {
  export default function bytes(value: number): string;
}
