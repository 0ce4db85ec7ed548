/** Opens a file of OpenDocument: an archive of XML parts. */
import { type Properties, readProperties } from '../office-properties.js';
import { PROTECTED, Skip } from '../open-file.js';
import { readXml } from '../xml.js';
import { isZip, Zip } from '../zip.js';
import { OdtStyles } from './styles.js';

interface Odf {
  zip: Zip;
  /** The source of the part that holds the text. */
  content: string;
  styles: OdtStyles;
  properties: Properties;
}

/**
 * @param name what kind of file it should be, and its ending, for reasons why it is none
 * @throws Skip if it is none, or damaged, or protected
 */
export function openOdf(bytes: Uint8Array, name: string, ending: string): Odf {
  if (!isZip(bytes)) throw new Skip(`no ${name}, whatever its name says; save it as ${ending}`);
  const zip = new Zip(bytes);
  checkReadable(zip);
  const content = zip.text('content.xml');
  if (content === '') {
    const reason = `no ${name}, whatever its name says: the archive has no text of one; save it as ${ending}`;
    throw new Skip(zip.missing ?? reason);
  }
  const styles = new OdtStyles();
  styles.take(zip.text('styles.xml'));
  styles.take(content);
  return { zip, content, styles, properties: readProperties(zip.text('meta.xml')) };
}

/** @throws Skip if its text is encrypted */
function checkReadable(zip: Zip): void {
  let part = '';
  readXml(zip.text('META-INF/manifest.xml'), {
    opens: (name, attributes) => {
      if (name === 'manifest:file-entry') part = attributes.get('manifest:full-path') ?? '';
      else if (name === 'manifest:encryption-data' && /^(?:content\.xml|encrypted-package)$/.test(part)) {
        throw new Skip(PROTECTED);
      }
    },
  });
}
