/**
 * The entry point of search threads: joins the index with the writer of JSON of the server, so that hits are written
 * where they are read.
 */
import { searchHere } from './index/threads/search-worker.js';
import { hitsJson } from './server/json.js';

searchHere(hitsJson);
