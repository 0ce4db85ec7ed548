/** Reads an ODT document (OpenDocument text, as LibreOffice writes it): an archive of XML parts. */
import type { ParsedDocument } from '../types.js';
import { OdtBody } from './odt/body.js';
import { ODF, OdtStyles } from './odt/styles.js';
import { languageOf, readProperties, titledBlocks } from './office-properties.js';
import { PROTECTED, Skip } from './open-file.js';
import { readXml } from './xml.js';
import { isZip, Zip } from './zip.js';

/**
 * Reads an ODT file as its author sees it, like `readDocx`.
 *
 * @throws Skip if it is none, or damaged, or protected
 */
export function readOdt(bytes: Uint8Array): ParsedDocument {
  if (!isZip(bytes)) throw new Skip('no OpenDocument text, whatever its name says; save it as .odt');
  const zip = new Zip(bytes);
  checkReadable(zip);
  const content = zip.text('content.xml');
  if (content === '') {
    throw new Skip(
      zip.missing ?? 'no OpenDocument text, whatever its name says: the archive has no text of one; save it as .odt',
    );
  }
  const styles = new OdtStyles();
  styles.take(zip.text('styles.xml'));
  styles.take(content);
  const reader = new OdtBody(styles);
  readXml(content, reader, ODF);
  const body = reader.end();
  const properties = readProperties(zip.text('meta.xml'));
  const { title, blocks } = titledBlocks(body.titles, body.blocks, properties.title);
  const language = languageOf([properties.language, styles.language], title, blocks);
  return { title, language, metadata: properties.metadata, blocks, missing: zip.missing };
}

/** @throws Skip if its text is encrypted */
function checkReadable(zip: Zip): void {
  let part = '';
  readXml(
    zip.text('META-INF/manifest.xml'),
    {
      opens: (name, attributes) => {
        if (name === 'manifest:file-entry') part = attributes.get('manifest:full-path') ?? '';
        else if (name === 'manifest:encryption-data' && /^(?:content\.xml|encrypted-package)$/.test(part)) {
          throw new Skip(PROTECTED);
        }
      },
    },
    ODF,
  );
}
