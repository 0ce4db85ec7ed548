/** A path, which goes on in the next line after a slash rather than within a name. */
export function Path({ path }: { path: string }) {
  const [first, ...names] = path.split('/');
  return (
    <bdi>
      {first}
      {names.map((name) => (
        <>
          /<wbr />
          {name}
        </>
      ))}
    </bdi>
  );
}
