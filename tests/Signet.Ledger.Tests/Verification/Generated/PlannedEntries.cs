using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Verification;

namespace Signet.Ledger.Tests.Verification.Generated;

/// <summary>The entries of a planned log, and what the writer remembers of its producers meanwhile.</summary>
internal sealed class PlannedEntries(PlannedLog log)
{
    private const string Verifier = "verifier";

    private readonly int[] _keys = new int[PlannedProducers.Count];
    private readonly bool[] _enrolled = new bool[PlannedProducers.Count];
    private readonly int[] _epochs = [.. Enumerable.Repeat(1, PlannedProducers.Count)];
    private readonly Dictionary<(int Who, int Epoch), ProducerNumbers> _numbers = [];
    private bool _hasVerifier;

    public IEnumerable<ProducerNumbers> Numbers => _numbers.OrderBy(item => item.Key).Select(item => item.Value);

    public void Take(LogStep step, int who, int how)
    {
        switch (step)
        {
            case LogStep.Commit:
                Commit(who, how);
                break;
            case LogStep.SkipAhead:
                SkipAhead(who, how);
                break;
            case LogStep.Late when Current(who).Late.Count > 0:
                var late = Current(who).Late.ElementAt(how % Current(who).Late.Count);
                Current(who).Late.Remove(late);
                Store(who, One(who, late));
                break;
            case LogStep.Gap when Current(who).Holes().Any():
                var (from, through) = Current(who).Holes().ElementAt(how % Current(who).Holes().Count());
                Gap(Current(who), from, through);
                break;
            case LogStep.Restart:
                Restart(who, how);
                break;
            case LogStep.Reenrol:
                Reenrol(who, how);
                break;
            case LogStep.Quarantine:
                log.Append(new QuarantineBody
                {
                    Sha256 = Digest.Of([(byte)how]),
                    Bytes = how,
                    Count = how + 1,
                    Why = (QuarantineReason)(how % 6),
                });
                break;
            case LogStep.Settings:
                log.Settings = log.Settings with { RetainDays = log.Settings.RetainDays + how, GapAfterSeconds = 600 + how };
                log.Append(new SettingsBody { Settings = log.Settings });
                break;
            case LogStep.Recovery:
                log.Append(new RecoveryBody { What = "torn file", Sha256 = Digest.Of([(byte)how]) });
                break;
            case LogStep.Verification:
                Report(how);
                break;
            case LogStep.CheckpointKey when log.Signer + 1 < PlannedLog.SignerCount:
                var (old, to) = (PlannedLog.SignerOf(log.Signer), PlannedLog.SignerOf(log.Signer + 1).VerifierKey);
                log.Append(new CheckpointKeyBody
                {
                    From = old.VerifierKey.ToString(),
                    To = to.ToString(),
                    Sig = CheckpointKeyRotation.Sign(old, to),
                });
                log.Signer++;
                break;
            case LogStep.Anchor when log.Heads.Count > 0:
                Anchor(log.Heads[how % log.Heads.Count]);
                break;
            default:
                log.Append(new HeartbeatBody { IntervalSeconds = 60 + how });
                break;
        }
    }

    /// <summary>Accounts for everything that never came, in one of several ways.</summary>
    public void AccountForAll(int variant)
    {
        foreach (var numbers in Numbers)
        {
            var holes = numbers.Holes().ToList();
            if (holes.Count > 0 && variant % 3 == 0)
            {
                Gap(numbers, holes[0].From, null);
            }
            else if (holes.Count > 0 && variant % 3 == 1)
            {
                Gap(numbers, holes[0].From, holes[^1].Through);
            }
            else
            {
                // From the last to the first, so that the order of gap entries doesn't matter.
                holes.Reverse();
                holes.ForEach(hole => Gap(numbers, hole.From, hole.Through));
            }
        }
    }

    private void Commit(int who, int how)
    {
        var numbers = Current(who);
        if (numbers.Waiting.Count == 0)
        {
            var size = who == PlannedProducers.BatchProducer ? how + 1 : 1;
            foreach (var signed in PlannedProducers.Sign(who, _keys[who], _epochs[who], numbers.Next, size))
            {
                numbers.Waiting.Enqueue(signed);
            }

            numbers.Next += size;
        }

        Store(who, numbers.Waiting.Dequeue());
    }

    private void SkipAhead(int who, int how)
    {
        var numbers = Current(who);
        if (numbers.Waiting.TryDequeue(out var lost))
        {
            numbers.Late.Add(lost.Event.Producer.Seq);
        }
        else
        {
            for (var i = 0; i <= how % 3; i++)
            {
                numbers.Late.Add(numbers.Next++);
            }
        }

        Commit(who, how);
    }

    private void Restart(int who, int how)
    {
        var old = Current(who);
        old.Waiting.Clear();
        if (how % 2 == 1)
        {
            log.Append(new GapBody { Producer = old.Producer, Epoch = old.Epoch, From = old.Next, NotClosed = true });
        }

        _epochs[who]++;
        Commit(who, how);
    }

    private void Reenrol(int who, int how)
    {
        // What was signed with the old key can't be stored any more.
        Current(who).Waiting.Clear();
        Enrol(who, how);
        log.Append(Key(who) with { Revoked = true });
        _enrolled[who] = false;
        if (how % 4 > 0)
        {
            _keys[who] = (_keys[who] + 1) % 8;
            Enrol(who, how);
        }
    }

    private void Store(int who, SignedEvent signed)
    {
        Enrol(who, (int)signed.Event.Producer.Seq);
        log.Append(new CommitBody { SignedEvent = signed });
        log.Commits++;
        _numbers[(who, _epochs[who])].Stored.Add(signed.Event.Producer.Seq);
    }

    private void Enrol(int who, int how)
    {
        if (!_enrolled[who])
        {
            log.Append(Key(who) with { NotAfter = how % 2 == 0 ? null : log.Now.AddYears(1) });
            _enrolled[who] = true;
        }
    }

    private void Report(int how)
    {
        using var signer = CommitSigner.FromSeed(PlannedProducers.LogId, "verifier-key", new byte[32]);
        if (!_hasVerifier)
        {
            log.Append(new ProducerKeyBody
            {
                KeyId = signer.KeyId,
                Alg = signer.Alg,
                PublicKey = signer.PublicKey,
                Producer = Verifier,
                Evidence = "generated",
            });
            _hasVerifier = true;
        }

        var report = new VerificationBody
        {
            ThroughSeq = log.Builder!.NextSeq - 1,
            Root = Digest.Of([(byte)how]),
            Result = "clean",
            Findings = how,
            ReportSha256 = Digest.Of([2]),
            Verifier = Verifier,
            Sig = default,
        };
        log.Append(VerificationStatement.Sign(PlannedProducers.LogId, report, new byte[32]));
    }

    private void Anchor(Checkpoint head)
    {
        log.Append(new AnchorBody
        {
            TreeSize = head.Size,
            Root = head.Root.ToArray(),
            Tsa = log.Settings.Anchors.Tsas[0].Name,
            Policy = "1.2.3",
            GenTime = log.Now,
            Nonce = new byte[] { 1 },
            RequestedAt = log.Now,
            ReceivedAt = log.Now,
            Token = new byte[] { 1 },
        });
        log.Anchors++;
    }

    private void Gap(ProducerNumbers numbers, long from, long? through) =>
        log.Append(new GapBody { Producer = numbers.Producer, Epoch = numbers.Epoch, From = from, Through = through });

    private SignedEvent One(int who, long seq) => PlannedProducers.Sign(who, _keys[who], _epochs[who], seq, 1)[0];

    private ProducerKeyBody Key(int who)
    {
        var signer = PlannedProducers.Signer(who, _keys[who]);
        return new ProducerKeyBody
        {
            KeyId = signer.KeyId,
            Alg = signer.Alg,
            PublicKey = who == PlannedProducers.SharedProducer ? default(ReadOnlyMemory<byte>?) : signer.PublicKey,
            Producer = PlannedProducers.Name(who),
            Evidence = "generated",
        };
    }

    private ProducerNumbers Current(int who)
    {
        if (!_numbers.TryGetValue((who, _epochs[who]), out var numbers))
        {
            _numbers[(who, _epochs[who])] = numbers = new ProducerNumbers(who, _epochs[who]);
        }

        return numbers;
    }
}
