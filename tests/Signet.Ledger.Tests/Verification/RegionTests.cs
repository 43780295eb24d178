using System.Text;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>The table of docs/ledger-format.md from octets to findings: the first finding of each row, and nothing else in full mode.</summary>
public class RegionTests
{
    // Segment 1 is an inner one, segment 2 the last; lines count from the header as 0.
    [Theory]
    [InlineData(1, 1, "{\"entry\":", "{\"entri\":", "malformed_segment", "malformed_segment")]
    [InlineData(1, 2, "\"interval_seconds\":300", "\"interval_seconds\": 300", "non_canonical_entry", "non_canonical_entry")]
    [InlineData(1, 2, "\"interval_seconds\":300", "\"interval_seconds\":030", "malformed_entry", "malformed_entry")]
    [InlineData(1, 2, "\"interval_seconds\":300", "\"interval_second_\":300", "malformed_entry", "malformed_entry")]
    [InlineData(1, 2, "\"seq\":6", "\"seq\":8", "seq_gap", "seq_gap")]
    [InlineData(1, 1, "\"id\":\"ada\"", "\"id\":\"eve\"", "signature_invalid", "signature_invalid")]
    [InlineData(1, 1, "\"key_id\":\"gateway-1-key\"", "\"key_id\":\"gateway-2-key\"", "unknown_key", "unknown_key")]
    [InlineData(1, 2, "\"interval_seconds\":300", "\"interval_seconds\":400", "mac_mismatch", "root_mismatch")]
    [InlineData(1, 3, "\"segment\":1", "\"segment\":7", "mac_mismatch", "seal_mismatch")]
    [InlineData(1, 1, "\"mac\":\"", null, "mac_mismatch", "link_mismatch")]
    [InlineData(1, 2, "\"mac\":\"", null, "mac_mismatch", "seal_mismatch")]
    [InlineData(2, 1, "\"mac\":\"", null, "mac_mismatch", "")]
    [InlineData(1, 0, "log.example", "log.exampla", "malformed_segment", "malformed_segment")]
    [InlineData(1, 0, "\"segment\":1", "\"segment\":2", "malformed_segment", "malformed_segment")]
    [InlineData(1, 0, "\"first_seq\":5", "\"first_seq\":6", "seq_gap", "seq_gap")]
    [InlineData(1, 0, "\"epoch\":1", "\"epoch\":9", "epoch_regression", "epoch_regression")]
    [InlineData(2, 0, "\"epoch\":2", "\"epoch\":1", "epoch_regression", "epoch_regression")]
    [InlineData(2, 0, "\"epoch\":2", "\"epoch\":3", "epoch_regression", "epoch_regression")]
    [InlineData(1, 0, "chain-1", "chain-7", "unknown_key", "unknown_key")]
    [InlineData(2, 0, "chain-1", "chain-7", "unknown_key", "unknown_key")]
    [InlineData(1, 0, "\"prev_segment\":\"", null, "link_mismatch", "link_mismatch")]
    [InlineData(1, 4, "\"root\":\"", null, "root_mismatch", "root_mismatch")]
    [InlineData(1, 4, "\"size\":8", "\"size\":9", "root_mismatch", "root_mismatch")]
    [InlineData(1, 4, "\"mac\":\"", null, "segment_mac_mismatch", "link_mismatch")]
    [InlineData(2, 4, "\"mac\":\"", null, "segment_mac_mismatch", "")]
    public void Verify_OneRegionChanged_IsCalledAsTheTableSays(int segment, int line, string from, string? to, string full, string keyless)
    {
        using var log = LogBuilder.Small();
        var lines = Encoding.UTF8.GetString(log.Segments[segment]).Split('\n');
        var at = lines[line].LastIndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, lines[line]);

        // Without a replacement the first digit of the value is changed.
        to ??= from;
        var changed = string.Concat(lines[line].AsSpan(0, at), to, lines[line].AsSpan(at + from.Length));
        if (to == from)
        {
            var digit = at + from.Length;
            changed = string.Concat(changed.AsSpan(0, digit), changed[digit] == '0' ? "1" : "0", changed.AsSpan(digit + 1));
        }

        lines[line] = changed;
        log.Segments[segment] = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        Assert.Equal(full, Assert.Single(log.Verify().Findings).Name);
        Assert.Equal(keyless, log.Verify(full: false).Findings.Select(f => f.Name).FirstOrDefault() ?? "");
    }
}
