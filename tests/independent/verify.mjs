// A second verifier of signet logs, from the description of format 1 alone and with nothing but node:crypto. It checks canonical form, numbers,
// tree, MACs, signatures (ed25519, ed25519-tree, hmac-sha256), sealed keys, seals, links, footers, what anchors state, and checkpoints.
// Time-stamp tokens it leaves to others. It stops at the first thing that doesn't hold.
//
//   node verify.mjs vectors DIR                      every vector below DIR is found to be what it says
//   node verify.mjs log DIR LOG VKEY [KEYID=SECRET...]  a store of directories; SECRET is a file of hexadecimal digits; keyless without any
//
// Exit code 0: it holds, 1: it doesn't, 2: it couldn't be checked.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const ZERO = Buffer.alloc(32);
const MAX_ENTRY = 65_535, MAX_ENTRIES = 65_536, MAX_SEGMENT = 64 * 1024 * 1024;
const LABELS = {
  entry: "signet/entry/v1\n", segment: "signet/segment/v1\n", epoch: "signet/epoch/v1\n", ratchet: "signet/ratchet/v1\n",
  commit: "signet/commit/v1\n", checkpointKey: "signet/checkpoint-key/v1\n", verification: "signet/verification/v1\n",
};
const TYPES = new Set([
  "genesis", "settings", "epoch", "producer_key", "checkpoint_key", "commit", "quarantine", "gap", "anchor", "key", "verification", "recovery",
  "heartbeat", "end", "seal",
]);
const IDENTIFIER = /^[a-z0-9][a-z0-9.-]{0,127}$/, TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/, HEX32 = /^[0-9a-f]{64}$/;

class Fault extends Error {}

function need(condition, what) {
  if (!condition) throw new Fault(what);
}

// ---- octets ----

const sha = (...parts) => parts.reduce((hash, part) => hash.update(part), crypto.createHash("sha256")).digest();
const hmac = (key, ...parts) => parts.reduce((mac, part) => mac.update(part), crypto.createHmac("sha256", key)).digest();

function u64(number) {
  const octets = Buffer.alloc(8);
  octets.writeBigUInt64BE(BigInt(number));
  return octets;
}

function u32(number) {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(number);
  return octets;
}

function hex(text) {
  need(typeof text === "string" && HEX32.test(text), "a digest of another form");
  return Buffer.from(text, "hex");
}

function base64(text) {
  need(typeof text === "string", "not base64");
  const octets = Buffer.from(text, "base64");
  need(octets.toString("base64") === text, "base64 of another form");
  return octets;
}

// ---- canonical form (section 1) ----

function canonical(value, depth) {
  if (value !== null && typeof value === "object") {
    need(depth <= 8, "nested too deep");
    if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(",")}]`;
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => {
      need(/^[a-z0-9_]{1,64}$/.test(key), "a key of another form");
      return `"${key}":${canonical(value[key], depth + 1)}`;
    }).join(",")}}`;
  }
  if (typeof value === "string") {
    need(value.isWellFormed(), "a lone surrogate");
    return JSON.stringify(value);
  }
  if (typeof value === "boolean") return String(value);
  need(Number.isSafeInteger(value), "null, a fraction or a large number");
  return String(value);
}

// A reader hashes what is stored; that it is the canonical spelling too is checked here, so parts of it may be spelled again.
function read(octets) {
  let value;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets));
  } catch {
    throw new Fault("not JSON");
  }
  need(value !== null && typeof value === "object" && !Array.isArray(value), "not an object");
  need(Buffer.from(canonical(value, 1)).equals(octets), "not in canonical form");
  return value;
}

// ---- the tree (RFC 9162) ----

const leafOf = (octets) => sha(Buffer.of(0), octets);
const nodeOf = (left, right) => sha(Buffer.of(1), left, right);

class Tree {
  size = 0;
  edge = []; // Heads of the complete subtrees, the largest first.

  append(leaf) {
    let node = leaf;
    for (let size = this.size; size % 2 === 1; size = (size - 1) / 2) node = nodeOf(this.edge.pop(), node);
    this.edge.push(node);
    this.size++;
  }

  head() {
    return this.edge.length === 0 ? sha() : this.edge.reduceRight((right, left) => nodeOf(left, right));
  }
}

// The head that an inclusion proof leads to (RFC 9162, section 2.1.3.2).
function rootFromProof(leaf, index, size, proof) {
  need(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size && size <= 256, "an index outside its batch");
  let [at, last, node] = [index, size - 1, leaf];
  for (const sibling of proof) {
    need(last > 0, "a path too long");
    if (at % 2 === 1 || at === last) {
      node = nodeOf(sibling, node);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      node = nodeOf(node, sibling);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  need(last === 0, "a path too short");
  return node;
}

// ---- signatures ----

function ed25519(publicKey, message, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), publicKey]);
  return crypto.verify(null, message, crypto.createPublicKey({ key: der, format: "der", type: "spki" }), signature);
}

function vkeyOf(text) {
  const [name, hash, key] = text.split(/\+(.*?)\+(.*)/s);
  const typed = base64(key ?? "");
  need(typed.length === 33 && typed[0] === 1, "not a verifier key of Ed25519");
  need(sha(Buffer.from(`${name}\n`), typed).subarray(0, 4).toString("hex") === hash, "a verifier key's hash");
  return { text, name, hash, key: typed.subarray(1) };
}

// A signed note (C2SP signed-note): its three lines, when the key signed them.
function openCheckpoint(note, vkey) {
  const split = note.lastIndexOf("\n\n");
  need(split >= 0 && note.endsWith("\n"), "not a note");
  const [text, lines] = [note.slice(0, split + 1), note.slice(split + 2, -1).split("\n")];
  let signed = false;
  for (const line of lines) {
    const match = /^— (\S+) (\S+)$/u.exec(line);
    need(match, "a signature line of another form");
    const octets = base64(match[2]);
    if (match[1] === vkey.name && octets.subarray(0, 4).toString("hex") === vkey.hash) {
      need(ed25519(vkey.key, Buffer.from(text), octets.subarray(4)), "a checkpoint's signature");
      signed = true;
    }
  }
  const parts = text.split("\n");
  need(signed && parts.length === 4 && parts[0] === vkey.name && /^(0|[1-9]\d*)$/.test(parts[1]), "a checkpoint");
  return { size: Number(parts[1]), root: base64(parts[2]) };
}

// ---- chain keys (section 3) ----

const hkdfExpand = (key, info) => hmac(key, info, Buffer.of(1));
const epochKey = (secret, logId, epoch) => hkdfExpand(hmac(Buffer.from(logId), secret), Buffer.concat([Buffer.from(LABELS.epoch), u64(epoch)]));
const ratchet = (key, segment) => hkdfExpand(key, Buffer.concat([Buffer.from(LABELS.ratchet), u64(segment)]));

function unseal(sealed, trust, place, vkey) {
  const ciphertext = base64(sealed.ciphertext);
  const message = Buffer.concat([
    Buffer.from(LABELS.epoch), u32(Buffer.byteLength(trust.logId)), Buffer.from(trust.logId), u64(place.epoch), u64(place.segment), place.mac, sha(ciphertext),
  ]);
  need(sealed.alg === "rsa-oaep-sha256" && ed25519(vkey.key, message, base64(sealed.sig)), "a sealed key's signature");
  if (!trust.sealingKey) return null;
  const recipient = sha(crypto.createPublicKey(trust.sealingKey).export({ format: "der", type: "spki" })).toString("hex");
  if (recipient !== sealed.recipient) return null;
  try {
    return crypto.privateDecrypt({ key: trust.sealingKey, padding: crypto.constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, ciphertext);
  } catch {
    throw new Fault("a sealed key that does not open");
  }
}

// ---- segments (section 4) ----

function takeApart(octets) {
  need(octets.length <= MAX_SEGMENT && octets.at(-1) === 0x0a, "a segment that does not end in a line feed");
  const lines = [];
  for (let start = 0; start < octets.length; ) {
    const end = octets.indexOf(0x0a, start);
    lines.push(octets.subarray(start, end));
    start = end + 1;
  }
  need(lines.length >= 4 && lines.length <= MAX_ENTRIES + 2, "a segment of too few or too many lines");
  const footer = lines.at(-1);
  return {
    header: read(lines[0]),
    entries: lines.slice(1, -1).map(entryOf),
    footer: read(footer),
    body: octets.subarray(0, octets.length - footer.length - 1),
  };
}

function entryOf(line) {
  const [before, between, after] = ['{"entry":', ',"mac":"', '"}'].map((part) => Buffer.from(part));
  const macAt = line.length - after.length - 64;
  const end = macAt - between.length;
  need(
    end > before.length && line.subarray(0, before.length).equals(before) && line.subarray(end, macAt).equals(between) &&
      line.subarray(macAt + 64).equals(after),
    "a line of another form",
  );
  const octets = line.subarray(before.length, end);
  need(octets.length <= MAX_ENTRY, "an entry too long");
  return { octets, value: read(octets), mac: hex(line.subarray(macAt, macAt + 64).toString("latin1")) };
}

function keysAre(object, required, optional = []) {
  const keys = Object.keys(object ?? {});
  return required.every((key) => keys.includes(key)) && keys.every((key) => required.includes(key) || optional.includes(key));
}

// ---- the walk (section 9) ----

class Walk {
  tree = new Tree();
  heads = new Map(); // Tree heads in hexadecimal, by size, at the end of each segment.
  vkeys;
  keys = new Map(); // Enrolled keys, by producer and key id.
  seen = new Set(); // Producers' numbers.
  retired = new Set();
  mac = ZERO;
  link = ZERO;
  epoch = 0;
  key = null;
  keyId = "";
  recordedAt = "";
  ended = false;
  full = true;

  constructor(trust) {
    this.trust = trust;
    this.vkeys = [vkeyOf(trust.vkey)];
    need(this.vkeys[0].name === trust.logId, "a verifier key of another log");
  }

  segment(number, octets) {
    const { header, entries, footer, body } = takeApart(octets);
    need(keysAre(header, ["epoch", "first_seq", "format", "key_id", "log_id", "prev_segment", "segment"]), "a header of another form");
    need(keysAre(footer, ["mac", "root", "size"]), "a footer of another form");
    need(header.format === "signet-segment/1" && header.log_id === this.trust.logId && header.segment === number, "a header of another place");
    need(header.first_seq === this.tree.size, "first_seq");
    need(header.prev_segment === this.link.toString("hex"), "the link to the segment before");
    this.turn(header, number, entries);
    entries.forEach((entry, line) => this.entry(entry, line, entries.length, number));
    const seal = entries.at(-1).value.seal;
    need(seal.segment === number && seal.epoch === this.epoch && seal.prev_segment === header.prev_segment, "the seal");
    need(seal.head_mac === entries.at(-2).mac.toString("hex"), "the seal's head_mac");
    const head = this.tree.head();
    need(footer.size === this.tree.size && footer.root === head.toString("hex"), "the footer's tree head");
    if (this.key) {
      need(hmac(this.key, LABELS.segment, sha(body), u64(this.tree.size), head).toString("hex") === footer.mac, "the segment's MAC");
    }
    this.heads.set(this.tree.size, footer.root);
    this.link = sha(octets);
  }

  // The key of a segment: the epoch's first from its secret or its sealed key, each further one from the one before.
  turn(header, number, entries) {
    need(!this.retired.has(header.key_id), "a retired key");
    if (header.epoch === this.epoch) {
      need(header.key_id === this.keyId, "another key within an epoch");
      this.key = this.key && ratchet(this.key, number);
      return;
    }
    need(header.epoch === this.epoch + 1, "an epoch out of order");
    [this.epoch, this.keyId] = [header.epoch, header.key_id];
    const opener = entries[number === 0 ? 1 : 0];
    const body = opener.value.epoch;
    need(opener.value.type === "epoch" && body.epoch === this.epoch && body.key_id === this.keyId, "an epoch without its entry");
    const place = { epoch: this.epoch, segment: number, mac: number === 0 ? entries[0].mac : this.mac };
    const secret = this.trust.secrets.get(this.keyId);
    this.key = body.sealed_key ? unseal(body.sealed_key, this.trust, place, this.vkeys.at(-1))
      : secret ? epochKey(secret, this.trust.logId, this.epoch)
      : null;
    this.full &&= this.key !== null;
  }

  entry({ octets, value, mac }, line, count, number) {
    const seq = this.tree.size;
    const leaf = leafOf(octets);
    need(keysAre(value, ["recorded_at", "seq", "type", value.type]) && TYPES.has(value.type), "an entry of another form");
    need(value.seq === seq, "seq");
    need(TIME.test(value.recorded_at) && value.recorded_at >= this.recordedAt, "recorded_at");
    need((value.type === "genesis") === (seq === 0) && (value.type === "seal") === (line === count - 1), "an entry out of its place");
    need(value.type !== "epoch" || line === (number === 0 ? 1 : 0), "an epoch entry within a segment");
    need(!this.ended || value.type === "seal", "an entry behind the log's end");
    if (this.key) need(hmac(this.key, LABELS.entry, u64(seq), leaf, this.mac).equals(mac), "an entry's MAC");
    this.apply(value.type, value[value.type], value.recorded_at);
    this.tree.append(leaf);
    [this.mac, this.recordedAt] = [mac, value.recorded_at];
  }

  apply(type, body, at) {
    switch (type) {
      case "genesis":
        need(body.log_id === this.trust.logId && body.checkpoint_vkey === this.trust.vkey, "a genesis entry of another log or key");
        break;
      case "producer_key":
        need(IDENTIFIER.test(body.producer) && IDENTIFIER.test(body.key_id), "a producer of another form");
        if (body.status === "added") this.keys.set(`${body.producer}/${body.key_id}`, body);
        else this.keys.delete(`${body.producer}/${body.key_id}`);
        break;
      case "checkpoint_key":
        need(body.from === this.vkeys.at(-1).text, "a checkpoint key that does not follow the last");
        need(
          ed25519(this.vkeys.at(-1).key, Buffer.from(`${LABELS.checkpointKey}${this.trust.logId}\n${body.to}`), base64(body.sig)),
          "a checkpoint key's signature",
        );
        this.vkeys.push(vkeyOf(body.to));
        break;
      case "key":
        need(body.from === this.keyId, "a rotation from another key");
        this.retired.add(body.from);
        break;
      case "commit":
        this.commit(body, at);
        break;
      case "verification":
        need(this.reported(body, at), "a verifier's signature");
        break;
      case "anchor":
        need(this.heads.get(body.tree_size) === body.root, "an anchor over another tree");
        break;
      case "end":
        this.ended = true;
        break;
    }
  }

  commit({ event, signature }, at) {
    const digest = sha(Buffer.from(canonical(event, 1)));
    const key = this.keys.get(`${event.producer.id}/${signature.key_id}`);
    need(key && key.alg === signature.alg && !(key.not_after < at), "a key that nobody vouches for");
    const sig = base64(signature.sig);
    const message = (name, last) => Buffer.concat([Buffer.from(`${LABELS.commit}${this.trust.logId}\n${name}\n`), last]);
    switch (signature.alg) {
      case "ed25519":
        need(ed25519(base64(key.public_key), message(event.id, digest), sig), "an event's signature");
        break;
      case "ed25519-tree": {
        const root = rootFromProof(leafOf(digest), signature.index, signature.size, signature.path.map(hex));
        need(ed25519(base64(key.public_key), message("batch", root), sig), "a batch's signature");
        break;
      }
      case "hmac-sha256": {
        const secret = this.trust.commitSecrets.get(signature.key_id);
        need(!secret || hmac(secret, message(event.id, digest)).equals(sig), "an event's MAC");
        break;
      }
      default:
        throw new Fault("a signature of another kind");
    }
    const number = `${event.producer.id}/${event.producer.epoch}/${event.producer.seq}`;
    need(!this.seen.has(number), "an event that stands twice");
    this.seen.add(number);
  }

  reported(body, at) {
    const message = Buffer.from(
      [LABELS.verification.trim(), this.trust.logId, body.verifier, body.through_seq, body.root, body.result, body.findings, body.report_sha256, ""].join("\n"),
    );
    return [...this.keys.values()].some(
      (key) => key.producer === body.verifier && key.alg === "ed25519" && !(key.not_after < at) &&
        ed25519(base64(key.public_key), message, base64(body.sig)),
    );
  }

  // A checkpoint may be signed by any key that the log had.
  checkpoint(note) {
    for (const vkey of this.vkeys) {
      try {
        const { size, root } = openCheckpoint(note, vkey);
        need(this.heads.get(size) === root.toString("hex"), "a checkpoint of another tree");
        return;
      } catch (fault) {
        if (!(fault instanceof Fault) || vkey === this.vkeys.at(-1) || fault.message.includes("another tree")) throw fault;
      }
    }
  }
}

// The first thing that doesn't hold, or null.
function check(trust, segments, note) {
  try {
    const walk = new Walk(trust);
    need(segments.length > 0, "no segment");
    segments.forEach(([number, octets], place) => {
      need(number === place, "a segment that is missing");
      try {
        walk.segment(number, octets);
      } catch (fault) {
        // Members of another kind than the format's: whatever that leads to, the log isn't of the format.
        throw new Fault(`segment ${number}: ${fault instanceof Fault ? fault.message : `not of the format (${fault.message})`}`);
      }
    });
    if (note) walk.checkpoint(note);
    return { fault: null, walk };
  } catch (fault) {
    if (fault instanceof Fault) return { fault: fault.message, walk: null };
    throw fault;
  }
}

// ---- where logs come from ----

function segmentsIn(folder) {
  return fs.readdirSync(folder).filter((name) => /^\d{20}\.ndjson$/.test(name)).sort()
    .map((name) => [Number(name.slice(0, 20)), fs.readFileSync(path.join(folder, name))]);
}

const secretsOf = (object) => new Map(Object.entries(object ?? {}).map(([name, secret]) => [name, Buffer.from(secret, "hex")]));

function checkVectors(folder) {
  const vectors = fs.readdirSync(folder).filter((name) => fs.existsSync(path.join(folder, name, "vector.json"))).sort();
  for (const name of vectors) {
    const vector = JSON.parse(fs.readFileSync(path.join(folder, name, "vector.json"), "utf8"));
    const segments = segmentsIn(path.join(folder, name, vector.segments));
    for (const keyless of [false, true]) {
      const trust = {
        logId: vector.log_id,
        vkey: vector.checkpoint_vkey,
        secrets: keyless ? new Map() : secretsOf(vector.root_secrets),
        commitSecrets: secretsOf(vector.commit_secrets),
        sealingKey: keyless ? null : vector.sealing_key_pem,
      };
      const expected = (keyless ? vector.expect_keyless : vector.expect).some((finding) => finding.severity === "error");
      const { fault } = check(trust, segments, vector.checkpoint);
      if ((fault !== null) !== expected) {
        console.log(`${name}${keyless ? ", keyless" : ""}: found ${fault}, expected ${expected ? "a fault" : "none"}`);
        return 1;
      }
    }
  }
  console.log(`${vectors.length} vectors`);
  return vectors.length > 0 ? 0 : 2;
}

function checkLog(folder, logId, vkey, ...named) {
  const secrets = secretsOf(Object.fromEntries(named.map((secret) => {
    const [keyId, file] = secret.split(/=(.*)/s);
    return [keyId, fs.readFileSync(file, "utf8").trim()];
  })));
  const checkpoint = path.join(folder, "derived", logId, "checkpoint");
  const note = fs.existsSync(checkpoint) ? fs.readFileSync(checkpoint, "utf8") : null;
  const { fault, walk } = check({ logId, vkey, secrets, commitSecrets: new Map(), sealingKey: null }, segmentsIn(path.join(folder, "log", logId, "seg")), note);
  console.log(fault ? `BROKEN ${fault}` : `CLEAN ${walk.tree.size} entries, root ${walk.tree.head().toString("hex")}${walk.full ? "" : " (keyless)"}`);
  return fault ? 1 : 0;
}

const [mode, ...rest] = process.argv.slice(2);
try {
  process.exitCode = mode === "vectors" && rest.length === 1 ? checkVectors(rest[0])
    : mode === "log" && rest.length >= 3 ? checkLog(...rest)
    : 2;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
