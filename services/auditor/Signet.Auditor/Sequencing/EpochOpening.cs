using System.Security.Cryptography;
using Signet.Auditor.Keys;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.State;

namespace Signet.Auditor.Sequencing;

/// <summary>What a writer demands of a log before it continues it, and says first when it does.</summary>
internal static class EpochOpening
{
    /// <summary>The digits that tell one process of a name from another.</summary>
    public const int InstanceDigits = 16;

    private const string Settings = "the auditor's settings";

    /// <exception cref="InvalidOperationException">The log has ended, or is written under other keys, another slot mode, or a longer retention.</exception>
    public static void RequireContinuable(AuditorOptions options, AuditorKeys keys, LogState state)
    {
        if (state.Ended)
        {
            throw new InvalidOperationException("The log has ended; a new one has to continue it.");
        }

        if (WhyNot(keys, options.LogId, state) is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        if (state.Head.Size > 0 && state.SlotMode != options.SlotMode)
        {
            throw new InvalidOperationException($"The log's slots are filled in the mode {state.SlotMode}, not {options.SlotMode}.");
        }

        if (state.Settings is { } promised && options.Settings.RetainDays < promised.RetainDays && options.Storage == "s3")
        {
            throw new InvalidOperationException(
                $"The log promises to keep segments for {promised.RetainDays} days, and the store is set to {options.Settings.RetainDays}. Retention is only ever raised.");
        }
    }

    /// <summary>Why the log can't go on under these keys; null when it can.</summary>
    public static string? WhyNot(AuditorKeys keys, string logId, LogState state)
    {
        if (keys.ChainSecretOf(KeyIdOf(keys, state)) is null)
        {
            return $"The log goes on under the chain key {state.NextKeyId}, which is not among those configured.";
        }

        if (MustRotate(keys, state) && state.IsRetired(keys.ChainKeyId))
        {
            return $"The chain key {keys.ChainKeyId} was retired, and signs no further segment; the log goes on under {state.NextKeyId}.";
        }

        return state.Head.Size > 0 && state.CheckpointVkey != keys.CheckpointVkeyOf(logId) && PreviousSeedOf(keys, logId, state) is null
            ? "The log's checkpoint key is not the one configured."
            : null;
    }

    /// <summary>The chain key that the next epoch has to be under.</summary>
    public static string KeyIdOf(AuditorKeys keys, LogState state) => state.Head.Size == 0 ? keys.ChainKeyId : state.NextKeyId;

    /// <summary>True when the next epoch is under a key that is to be retired: it has one segment, which says so.</summary>
    public static bool MustRotate(AuditorKeys keys, LogState state) => KeyIdOf(keys, state) != keys.ChainKeyId;

    /// <summary>
    /// A name for this writer alone. A slot that holds one's own octets was filled by oneself: that would be wrong of two processes that
    /// were given one name and open the same epoch at the same time, and both would go on to write it.
    /// </summary>
    public static string NameWriter(AuditorOptions options) =>
        $"{options.WriterId}.{RandomNumberGenerator.GetHexString(InstanceDigits, lowercase: true)}";

    /// <summary>What the first segment of an epoch begins with.</summary>
    public static IReadOnlyList<EntryBody> Entries(AuditorOptions options, AuditorKeys keys, string writer, LogState state, DateTimeOffset now)
    {
        var bodies = new List<EntryBody>();
        if (state.Head.Size == 0)
        {
            bodies.Add(new GenesisBody
            {
                LogId = options.LogId,
                CreatedAt = now,
                KeyId = keys.ChainKeyId,
                CheckpointVkey = keys.CheckpointVkeyOf(options.LogId),
                SlotMode = options.SlotMode,
                Storage = options.Storage,
                Settings = options.Settings,
            });
        }

        bodies.Add(new EpochBody { Epoch = state.Epoch + 1, Writer = writer, KeyId = KeyIdOf(keys, state) });
        if (state.Settings is { } promised && SettingsChange(options.Settings, promised) is { } change)
        {
            bodies.Add(change);
        }

        bodies.AddRange(KeyChanges(keys, options.LogId, state));
        return bodies;
    }

    /// <summary>
    /// What the log has to say before it goes on under these keys; nothing when it is under them. With a <c>key</c> entry at the end the segment
    /// has no room for anything but its seal: nothing more is written under the old key.
    /// </summary>
    public static IReadOnlyList<EntryBody> KeyChanges(AuditorKeys keys, string logId, LogState state)
    {
        var bodies = new List<EntryBody>();
        if (state.Head.Size > 0 && PreviousSeedOf(keys, logId, state) is { } seed)
        {
            bodies.Add(ReplaceCheckpointKey(keys, logId, seed));
        }

        foreach (var (producer, keyId) in keys.RevokedProducerKeys.Distinct())
        {
            if (state.FindKey(producer, keyId) is { Revoked: false } key)
            {
                bodies.Add(key with { Revoked = true, Evidence = Settings });
            }
        }

        if (MustRotate(keys, state))
        {
            bodies.Add(new KeyBody { From = KeyIdOf(keys, state), To = keys.ChainKeyId, Reason = Settings });
        }

        return bodies;
    }

    /// <summary>What the configuration promises otherwise than the log; retention is only ever raised.</summary>
    private static SettingsBody? SettingsChange(LedgerSettings configured, LedgerSettings promised)
    {
        var wanted = configured with { RetainDays = Math.Max(configured.RetainDays, promised.RetainDays) };
        var same = wanted with { Anchors = promised.Anchors } == promised &&
            wanted.Anchors with { Tsas = promised.Anchors.Tsas } == promised.Anchors &&
            wanted.Anchors.Tsas.SequenceEqual(promised.Anchors.Tsas);
        return same ? null : new SettingsBody { Settings = wanted };
    }

    private static CheckpointKeyBody ReplaceCheckpointKey(AuditorKeys keys, string logId, ReadOnlyMemory<byte> seed)
    {
        using var from = new CheckpointSigner(logId, seed.Span);
        using var to = new CheckpointSigner(logId, keys.CheckpointSeed.Span);
        return new CheckpointKeyBody
        {
            From = from.VerifierKey.ToString(),
            To = to.VerifierKey.ToString(),
            Sig = CheckpointKeyRotation.Sign(from, to.VerifierKey),
        };
    }

    private static ReadOnlyMemory<byte>? PreviousSeedOf(AuditorKeys keys, string logId, LogState state)
    {
        if (keys.CheckpointVkeyOf(logId) == state.CheckpointVkey)
        {
            return null;
        }

        foreach (var seed in keys.PreviousCheckpointSeeds)
        {
            if (VerifierKeyOf(logId, seed) == state.CheckpointVkey)
            {
                return seed;
            }
        }

        return null;
    }

    private static string VerifierKeyOf(string logId, ReadOnlyMemory<byte> seed)
    {
        using var signer = new CheckpointSigner(logId, seed.Span);
        return signer.VerifierKey.ToString();
    }
}
