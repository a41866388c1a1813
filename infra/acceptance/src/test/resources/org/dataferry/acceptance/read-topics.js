// Reads records of Ferry's topics with Confluent's own client: lines of "topic base64" in, a line of JSON each out.
const { SchemaRegistryClient, AvroDeserializer, SerdeType } = require('@confluentinc/schemaregistry');
const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(line => line);
const client = new SchemaRegistryClient({ baseURLs: [process.argv[2]] });
// Debezium counts time in nanoseconds too, which a number of JavaScript's does not hold exactly.
const long = require('avsc').types.LongType.__with({
  fromBuffer: buffer => buffer.readBigInt64LE(),
  toBuffer: value => { const buffer = Buffer.alloc(8); buffer.writeBigInt64LE(value); return buffer; },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: value => typeof value === 'bigint',
  compare: (left, right) => left < right ? -1 : left > right ? 1 : 0,
});
// Anew for each schema: ours share the names of some types.
const deserializer = new AvroDeserializer(client, SerdeType.VALUE, { get registry() { return { long }; } });
const text = value => JSON.stringify(value, (key, item) => typeof item === 'bigint' ? item.toString() : item);

(async () => {
  for (const line of lines) {
    const [topic, base64] = line.split(' ');
    console.log(text(await deserializer.deserialize(topic, Buffer.from(base64, 'base64'))));
  }
})().catch(failed => {
  console.error(failed);
  process.exit(1);
});
