/**
 * Has each connection of a load begin elsewhere in the list of requests: otherwise all would ask the same at the same moment, which is
 * answered once. Up to 32 of them, as far from each other as can be (their numbers in binary, read backwards).
 */
let connected = 0;

module.exports = (client) => {
  const { requests } = client.opts;
  const place = Number.parseInt([...connected.toString(2).padStart(5, '0')].reverse().join(''), 2) / 32;
  const from = Math.floor(place * requests.length);
  connected = (connected + 1) % 32;
  client.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
};
