/** Opens a file of Office: an archive of XML parts (ECMA-376) that refer to each other. */
import { type Properties, readProperties } from '../office-properties.js';
import { PROTECTED, Skip } from '../open-file.js';
import { readXml } from '../xml.js';
import { isZip, resolvePart, Zip } from '../zip.js';

/** What kind of file is to be opened, for reasons why it is none. */
export interface OoxmlKind {
  name: string;
  ending: string;
  /** The ending of its form of before 2007, which is no archive. */
  older: string;
  /** The part that holds the text where nothing refers to one. */
  main: string;
}

/** A part that another one refers to. */
export interface Relation {
  id: string;
  /** What it is to that: the last name of the type, which both forms of the format share. */
  kind: string;
  part: string;
}

interface Ooxml {
  zip: Zip;
  /** The source of the main part. */
  text: string;
  /** What the main part refers to. */
  related: Relation[];
  properties: Properties;
}

/** @throws Skip if it is none of its kind, or damaged, or protected */
export function openOoxml(bytes: Uint8Array, kind: OoxmlKind): Ooxml {
  const { name, ending } = kind;
  if (!isZip(bytes)) throw new Skip(otherFile(bytes, kind));
  const zip = new Zip(bytes);
  const root = relationsOf(zip, '');
  const partOf = (wanted: string): string | undefined => root.find((relation) => relation.kind === wanted)?.part;
  const main = partOf('officeDocument') ?? zip.find(kind.main);
  const text = main === null ? '' : zip.text(main);
  if (main === null || text === '') {
    const reason = `no ${name}, whatever its name says: the archive has no text of one; save it as ${ending}`;
    throw new Skip(zip.missing ?? reason);
  }
  const properties = readProperties(zip.text(partOf('core-properties') ?? 'docProps/core.xml'));
  return { zip, text, related: relationsOf(zip, main), properties };
}

/** What a part refers to; of the archive itself for ''. */
export function relationsOf(zip: Zip, part: string): Relation[] {
  const slash = part.lastIndexOf('/') + 1;
  const found: Relation[] = [];
  readXml(zip.text(`${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`), {
    opens: (name, attributes) => {
      if (name !== 'Relationship' || attributes.get('TargetMode') === 'External') return;
      const kind = (attributes.get('Type') ?? '').replace(/^.*\//s, '');
      const target = resolvePart(part, attributes.get('Target') ?? '');
      if (target !== null) found.push({ id: attributes.get('Id') ?? '', kind, part: target });
    },
  });
  return found;
}

/** What a file is that is no archive, as a sentence. */
function otherFile(bytes: Uint8Array, { name, ending, older }: OoxmlKind): string {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (head.startsWith('\xd0\xcf\x11\xe0')) {
    const isProtected = Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));
    return isProtected ? PROTECTED : `an old ${name} (${older}) under a new name; open it and save it as ${ending}`;
  }
  if (head.startsWith('{\\rtf')) return `an RTF document under another name; open it and save it as ${ending}`;
  return `no ${name}, whatever its name says; save it as ${ending}`;
}
