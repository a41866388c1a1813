// Reads a CSDL document with OASIS's own parser.
// usage: node csdl.cjs FILE
// Prints one line of JSON: {"messages": what the parser found wrong, "kinds": {name: kind of each member of the schema}}.
'use strict';
const fs = require('node:fs');
const { xml2json } = require('odata-csdl');

const messages = [];
const json = xml2json(fs.readFileSync(process.argv[2]), { messages });
const kinds = {};
for (const [name, member] of Object.entries(json['Microsoft.Dynamics.CRM'])) {
    if (!name.startsWith('$')) kinds[name] = (Array.isArray(member) ? member[0] : member).$Kind;
}
process.stdout.write(JSON.stringify({ messages: messages.map((found) => found.message), kinds }) + '\n');
