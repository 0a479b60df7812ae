// tests/locker/read.mjs ARCHIVE -- a web archive as another program reads it (npm's warcio).
//
// Prints a line for each document: kind of record, SHA-256 of its payload as read here, address.
// Ends with how many records of each kind there were. Fails when a digest that the archive tells
// of a record's block does not fit, or a record has no id or date.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { WARCParser } from "warcio";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const fail = (text) => {
	console.error(text);
	process.exitCode = 1;
};
const count = {};
for await (const record of new WARCParser(createReadStream(process.argv[2]))) {
	const type = record.warcType, header = (name) => record.warcHeaders.headers.get(name);
	count[type] = (count[type] ?? 0) + 1;
	if (record.warcHeaders.protocol !== "WARC/1.1") fail(`${type}: ${record.warcHeaders.protocol}`);
	if (!/^<urn:uuid:[0-9a-f-]{36}>$/.test(header("WARC-Record-ID"))) fail(`${type}: no id`);
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(header("WARC-Date"))) fail(`${type}: no date`);
	const payload = await record.readFully(false);
	if (type === "response" || type === "resource") {
		const told = header("WARC-Payload-Digest");
		if (told !== "sha256:" + sha256(payload)) fail(`${record.warcTargetURI}: its payload is not as told`);
		if (type === "response" && +record.httpHeaders.headers.get("Content-Length") !== payload.length)
			fail(`${record.warcTargetURI}: its length is not as told`);
		console.log(type, sha256(payload), record.warcTargetURI);
	}
	if (type === "metadata" && !("tocsin-capture" in JSON.parse(new TextDecoder().decode(payload)))) fail("metadata of others");
}
console.log(JSON.stringify(count));
