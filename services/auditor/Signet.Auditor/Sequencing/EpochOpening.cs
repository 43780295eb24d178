using System.Security.Cryptography;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.State;

namespace Signet.Auditor.Sequencing;

/// <summary>What a writer demands of a log before it continues it, and says first when it does.</summary>
internal static class EpochOpening
{
    /// <summary>The digits that tell one process of a name from another.</summary>
    public const int InstanceDigits = 16;

    /// <exception cref="InvalidOperationException">The log has ended, or is written under other keys, another slot mode, or a longer retention.</exception>
    public static void RequireContinuable(AuditorOptions options, LogState state)
    {
        if (state.Ended)
        {
            throw new InvalidOperationException("The log has ended; a new one has to continue it.");
        }

        if (options.ChainSecretOf(KeyIdOf(options, state)) is null || (MustRotate(options, state) && state.IsRetired(options.ChainKeyId)))
        {
            throw new InvalidOperationException($"The log goes on under the chain key {state.NextKeyId}, which is not among those configured.");
        }

        if (state.Head.Size > 0 && state.CheckpointVkey != options.CheckpointVkey && PreviousSeedOf(options, state) is null)
        {
            throw new InvalidOperationException("The log's checkpoint key is not the one configured.");
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

    /// <summary>The chain key that the next epoch has to be under.</summary>
    public static string KeyIdOf(AuditorOptions options, LogState state) => state.Head.Size == 0 ? options.ChainKeyId : state.NextKeyId;

    /// <summary>True when the next epoch is under a key that is to be retired: it has one segment, which says so.</summary>
    public static bool MustRotate(AuditorOptions options, LogState state) => KeyIdOf(options, state) != options.ChainKeyId;

    /// <summary>
    /// A name for this writer alone. A slot that holds one's own octets was filled by oneself: that would be wrong of two processes that
    /// were given one name and open the same epoch at the same time, and both would go on to write it.
    /// </summary>
    public static string NameWriter(AuditorOptions options) =>
        $"{options.WriterId}.{RandomNumberGenerator.GetHexString(InstanceDigits, lowercase: true)}";

    public static IReadOnlyList<EntryBody> Entries(AuditorOptions options, string writer, LogState state, DateTimeOffset now)
    {
        var bodies = new List<EntryBody>();
        if (state.Head.Size == 0)
        {
            bodies.Add(new GenesisBody
            {
                LogId = options.LogId,
                CreatedAt = now,
                KeyId = options.ChainKeyId,
                CheckpointVkey = options.CheckpointVkey,
                SlotMode = options.SlotMode,
                Storage = options.Storage,
                Settings = options.Settings,
            });
        }

        bodies.Add(new EpochBody { Epoch = state.Epoch + 1, Writer = writer, KeyId = KeyIdOf(options, state) });
        if (state.Settings is { } promised && SettingsChange(options.Settings, promised) is { } change)
        {
            bodies.Add(change);
        }

        if (state.Head.Size > 0 && PreviousSeedOf(options, state) is { } seed)
        {
            bodies.Add(ReplaceCheckpointKey(options, seed));
        }

        foreach (var (producer, keyId) in options.RevokedProducerKeys)
        {
            if (state.FindKey(producer, keyId) is { Revoked: false } key)
            {
                bodies.Add(key with { Revoked = true, Evidence = "the auditor's settings" });
            }
        }

        if (MustRotate(options, state))
        {
            // The last entry before the seal: nothing more is written under the old key.
            bodies.Add(new KeyBody { From = KeyIdOf(options, state), To = options.ChainKeyId, Reason = "the auditor's settings" });
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

    private static CheckpointKeyBody ReplaceCheckpointKey(AuditorOptions options, ReadOnlyMemory<byte> seed)
    {
        using var from = new CheckpointSigner(options.LogId, seed.Span);
        using var to = new CheckpointSigner(options.LogId, options.CheckpointSeed.Span);
        return new CheckpointKeyBody
        {
            From = from.VerifierKey.ToString(),
            To = to.VerifierKey.ToString(),
            Sig = CheckpointKeyRotation.Sign(from, to.VerifierKey),
        };
    }

    private static ReadOnlyMemory<byte>? PreviousSeedOf(AuditorOptions options, LogState state)
    {
        foreach (var seed in options.PreviousCheckpointSeeds)
        {
            if (VerifierKeyOf(options.LogId, seed) == state.CheckpointVkey)
            {
                return seed;
            }
        }

        return null;
    }

    public static string VerifierKeyOf(string logId, ReadOnlyMemory<byte> seed)
    {
        using var signer = new CheckpointSigner(logId, seed.Span);
        return signer.VerifierKey.ToString();
    }
}
