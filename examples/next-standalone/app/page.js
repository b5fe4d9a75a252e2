export default function Page({ searchParams }) {
  return <h1>{`Pages of ${searchParams.name ?? "nobody"}`}</h1>;
}
