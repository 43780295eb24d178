using System.Security.Cryptography;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;

namespace Signet.Ledger.Tests.Verification;

/// <summary>Two epochs of one segment each, whose chain keys are drawn at random and sealed for the holder of an RSA key.</summary>
internal sealed class SealedLog
{
    public SealedLog()
    {
        using var log = new LogBuilder();
        using var signer = new CheckpointSigner(log.LogId, Enumerable.Repeat((byte)1, 32).ToArray());
        var head = ChainHead.Empty;
        for (var epoch = 1; epoch <= 2; epoch++)
        {
            using var key = SealedEpochKey.Draw(epoch, head.NextSegment);
            var builder = new SegmentBuilder(log.LogId, "sealed-1", key, head);
            if (epoch == 1)
            {
                builder.Append(log.Genesis() with { KeyId = "sealed-1" }, Now());
            }

            var sealedKey = SealedEpochKey.Seal(key, Recipient, signer, builder.LastMac);
            builder.Append(new EpochBody { Epoch = epoch, Writer = "auditor-1", KeyId = "sealed-1", SealedKey = sealedKey }, Now());
            builder.Append(new HeartbeatBody { IntervalSeconds = 300 }, Now());
            var segment = builder.Seal(null, Now());
            Segments.Add(segment.Octets.ToArray());
            head = segment.Head;
        }

        Head = new Checkpoint(log.LogId, head.Size, head.Tree().Root);
        Trust = new LogTrust { LogId = log.LogId, CheckpointKey = log.FirstKey, SealingKeys = [Recipient] };
        (Note, Through) = (signer.Sign(Head), log.Now);

        DateTimeOffset Now() => log.Now = log.Now.AddMinutes(1);
    }

    public RSA Recipient { get; } = RSA.Create(2_048);

    public List<byte[]> Segments { get; } = [];

    public LogTrust Trust { get; }

    public Checkpoint Head { get; }

    public byte[] Note { get; }

    /// <summary>The time of the last entry.</summary>
    public DateTimeOffset Through { get; }
}
