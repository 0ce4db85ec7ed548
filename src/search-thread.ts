/** The entry point of every thread that searches: the index, and what the server writes of the hits, joined where the hits are read. */
import { searchHere } from './index/threads/search-worker.js';
import { hitsJson } from './server/json.js';

searchHere(hitsJson);
