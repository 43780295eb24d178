using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Signet.Ledger.Tests.Corpus;

/// <summary>
/// The tables of docs/ledger-format.md as rules over parsed JSON, written apart from the library: what is well-formed, whatever its spelling.
/// </summary>
internal static partial class FormatSchema
{
    private const long MaxInteger = (1L << 53) - 1;

    private static readonly Rule Identifier = Matches(IdentifierForm());
    private static readonly Rule Time = value => Text(28)(value) && DateTimeOffset.TryParseExact(
        value.GetString(), "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static readonly Rule Uuid = Matches(UuidForm());
    private static readonly Rule Digest = Matches(DigestForm());
    private static readonly Rule Signature = Base64(64, 64);

    private static readonly Rule Anchors = Both(
        Object(
            ("idle_seconds", Integer(60)), ("max_lag_seconds", Integer(1)), ("required", Integer(0, 16)),
            ("tsas", Array(16, Object(("name", Identifier), ("roots_sha256", Digest))))),
        value => value.GetProperty("required").GetDouble() <= value.GetProperty("tsas").GetArrayLength());

    private static readonly Rule ProducerKey = Both(
        Object(
            ("alg", Word("ed25519", "ed25519-tree", "hmac-sha256")), ("evidence", Text(1_024)), ("key_id", Identifier), ("not_after?", Time),
            ("producer", Identifier), ("public_key?", Base64(32, 32)), ("status", Word("added", "revoked"))),
        value => (value.GetProperty("alg").GetString() == "hmac-sha256") != value.TryGetProperty("public_key", out _));

    private static readonly Rule Gap = Both(
        Object(
            ("epoch", Uuid), ("from", Integer(0)), ("producer", Identifier), ("through?", Integer(0)), ("why", Word("missing", "not_closed"))),
        value => !value.TryGetProperty("through", out var through) || through.GetDouble() >= value.GetProperty("from").GetDouble());

    private static readonly Rule Owner = Both(
        Object(
            ("approval_chain", Array(16, Text(512))), ("assurance", Word("asserted", "authenticated")), ("id", Text(512)), ("issuer?", Text(512)),
            ("type", Word("human", "agent", "policy", "unresolved"))),
        value => (value.GetProperty("id").GetString()!.Length == 0) == (value.GetProperty("type").GetString() == "unresolved"));

    private static readonly (string Name, Rule Rule)[] ProducerMembers =
    [
        ("id", Uuid), ("metadata", Array(64, Object(("name", Text(64)), ("value", Text(2_048))))), ("occurred_at", Time),
        ("producer", Object(("epoch", Uuid), ("id", Identifier), ("seq", Integer(0)))),
    ];

    private static readonly Rule Decision = Word("allow", "block", "redact", "escalate");

    private static readonly Rule Event = Either(
        Object([.. ProducerMembers, ("phase", Word("opened", "alive", "spooling", "drained", "closed"))]),
        Object(
        [
            .. ProducerMembers,
            ("phase", Word("admitted", "refused", "tool_call", "aborted", "completed")),
            ("request_id", Text(64)), ("stage", Word("preflight", "admission", "inspection", "commitment", "record")), ("check", Text(64)),
            ("decision", Decision), ("reason", Text(2_048)), ("owner", Owner),
            ("request", Object(
                ("method", Text(32)), ("path", Text(1_024)), ("surface", Text(64)), ("model?", Text(256)), ("sha256", Digest),
                ("forwarded_sha256?", Digest), ("bytes", Integer(0)), ("session?", Text(256)), ("classification", Text(256)),
                ("clearance", Text(256)), ("source", Text(64)))),
            ("response?", Object(
                ("status", Integer(100, 599)), ("sha256", Digest), ("upstream_sha256?", Digest), ("bytes", Integer(0)),
                ("finish_reason?", Text(64)), ("input_tokens?", Integer(0)), ("output_tokens?", Integer(0)))),
            ("tool?", Object(("name", Text(256)), ("arguments_sha256", Digest), ("tier", Text(32)), ("call_id?", Text(256)))),
            ("policy_sha256", Digest), ("shadow", value => value.ValueKind is JsonValueKind.True or JsonValueKind.False),
            ("coverage", Array(64, Object(
                ("check", Text(64)), ("decision?", Decision), ("seen", Integer(0)), ("skipped", Integer(0)), ("unread", Integer(0))))),
            ("shortened?", Array(64, Text(64), 1)), ("count?", Integer(1)),
        ]));

    private static readonly Rule EventSignature = Either(
        Object(("alg", Word("ed25519")), ("key_id", Identifier), ("sig", Signature)),
        Object(("alg", Word("hmac-sha256")), ("key_id", Identifier), ("sig", Base64(32, 32))),
        Both(
            Object(
                ("alg", Word("ed25519-tree")), ("key_id", Identifier), ("sig", Signature), ("index", Integer(0, 255)), ("size", Integer(1, 256)),
                ("path", Array(8, Digest))),
            value => value.GetProperty("index").GetDouble() < value.GetProperty("size").GetDouble()));

    private static readonly (string Name, Rule Rule)[] SettingsMembers =
    [
        ("anchors", Anchors), ("dedupe_days", Integer(1)), ("gap_after_seconds", Integer(1)), ("max_merge_delay_seconds", Integer(1)),
        ("retain_days", Integer(0)),
    ];

    private static readonly Dictionary<string, Rule> Bodies = new(StringComparer.Ordinal)
    {
        ["genesis"] = Object(
        [
            .. SettingsMembers,
            ("format", Word("signet-log/1")), ("log_id", Identifier), ("created_at", Time), ("key_id", Identifier), ("checkpoint_vkey", Text(256)),
            ("slot_mode", Word("conditional", "claim")), ("storage", Word("s3", "directory")),
            ("previous?", Object(("log_id", Identifier), ("root", Digest), ("size", Integer(1)))),
        ]),
        ["settings"] = Object(SettingsMembers),
        ["epoch"] = Object(
            ("epoch", Integer(1)), ("writer", Identifier), ("key_id", Identifier),
            ("sealed_key?", Object(
                ("alg", Word("rsa-oaep-sha256")), ("recipient", Digest), ("ciphertext", Base64(0, 1_024)), ("sig", Signature)))),
        ["producer_key"] = ProducerKey,
        ["checkpoint_key"] = Object(("from", Text(256)), ("to", Text(256)), ("sig", Signature)),
        ["commit"] = Object(("event", Event), ("signature", EventSignature)),
        ["quarantine"] = Object(
            ("sha256", Digest), ("bytes", Integer(0)), ("count", Integer(1)),
            ("why", Word("bad_signature", "unknown_key", "undecodable", "too_large", "conflict", "stale_epoch")), ("claimed_producer?", Identifier)),
        ["gap"] = Gap,
        ["anchor"] = Object(
            ("tree_size", Integer(1)), ("root", Digest), ("tsa", Identifier), ("policy", Text(256)), ("gen_time", Time), ("requested_at", Time),
            ("received_at", Time), ("nonce", Matches(NonceForm())), ("token", Base64(0, 46_000)), ("certs?", Array(16, Base64(0, 46_000), 1))),
        ["key"] = Object(("from", Identifier), ("to", Identifier), ("reason", Text(256))),
        ["verification"] = Object(
            ("through_seq", Integer(0)), ("findings", Integer(0)), ("root", Digest), ("report_sha256", Digest), ("result", Text(32)),
            ("verifier", Identifier), ("sig", Signature)),
        ["recovery"] = Object(("what", Text(256)), ("sha256", Digest)),
        ["heartbeat"] = Object(("interval_seconds", Integer(60))),
        ["end"] = Object(),
        ["seal"] = Object(("segment", Integer(0)), ("epoch", Integer(1)), ("head_mac", Digest), ("prev_segment", Digest), ("state_sha256?", Digest)),
    };

    private delegate bool Rule(JsonElement value);

    public static bool IsHeader(JsonElement value) => Object(
        ("epoch", Integer(1)), ("first_seq", Integer(0)), ("format", Word("signet-segment/1")), ("key_id", Identifier), ("log_id", Identifier),
        ("prev_segment", Digest), ("segment", Integer(0)))(value);

    public static bool IsFooter(JsonElement value) => Object(("mac", Digest), ("root", Digest), ("size", Integer(1)))(value);

    public static bool IsEntry(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String &&
        Bodies.TryGetValue(type.GetString()!, out var body) &&
        Object(("type", Text(32)), ("seq", Integer(0)), ("recorded_at", Time), (type.GetString()!, body))(value);

    /// <summary>Exactly these members; one with a question mark may be absent.</summary>
    private static Rule Object(params (string Name, Rule Rule)[] members) => value =>
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var present = 0;
        foreach (var (name, rule) in members)
        {
            if (!value.TryGetProperty(name.TrimEnd('?'), out var member) ? !name.EndsWith('?') : !rule(member))
            {
                return false;
            }

            present += member.ValueKind == JsonValueKind.Undefined ? 0 : 1;
        }

        return value.EnumerateObject().Count() == present;
    };

    private static Rule Array(int max, Rule item, int min = 0) => value =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() >= min && value.GetArrayLength() <= max && value.EnumerateArray().All(element => item(element));

    private static Rule Integer(long min, long max = MaxInteger) => value =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == Math.Floor(number) && number >= min && number <= max;

    private static Rule Text(int max) => value => value.ValueKind == JsonValueKind.String && value.GetString()!.Length <= max;

    private static Rule Word(params string[] words) => value => value.ValueKind == JsonValueKind.String && words.Contains(value.GetString());

    private static Rule Matches(Regex form) => value => value.ValueKind == JsonValueKind.String && form.IsMatch(value.GetString()!);

    private static Rule Base64(int min, int max) => value =>
        value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var octets) && octets.Length >= min && octets.Length <= max &&
        Convert.ToBase64String(octets) == value.GetString();

    private static Rule Both(Rule first, Rule second) => value => first(value) && second(value);

    private static Rule Either(params Rule[] rules) => value => rules.Any(rule => rule(value));

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdentifierForm();

    [GeneratedRegex(@"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UuidForm();

    [GeneratedRegex(@"^[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DigestForm();

    [GeneratedRegex(@"^([0-9a-f]{2}){1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NonceForm();
}
