using Signet.Ledger;
using Signet.Ledger.Events;

namespace Signet.Bench;

/// <summary>Events of one producer, numbered without gaps, so that what a verifier remembers of them stays small.</summary>
internal static class SampleEvents
{
    public const string Producer = "gateway";

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Checks = ["owner_resolution", "classification_gate", "prompt_injection", "regex_content"];
    private static readonly Guid Epoch = Guid.CreateVersion7(Start);

    /// <summary>What a gateway says of an admitted request that four checks have seen.</summary>
    public static CommitEvent Admitted(long seq) => new()
    {
        Id = Guid.CreateVersion7(Start),
        OccurredAt = Start,
        Producer = new ProducerPosition(Producer, Epoch, seq),
        Phase = EventPhase.Admitted,
        Details = new EventDecisionDetails
        {
            RequestId = "01a2059e-0d60-7776-9299-f28d2a76a69d",
            Stage = EventStage.Admission,
            Check = "pipeline",
            Decision = EventDecision.Allow,
            Owner = new EventOwner { Type = "human", Id = "ada" },
            Request = new EventRequest
            {
                Method = "POST",
                Path = "/v1/chat/completions",
                Surface = "openai.chat_completions",
                Model = "any",
                Sha256 = Digest.Zero,
                Bytes = 2_048,
                Classification = "UNCLASS",
                Clearance = "UNCLASS",
                Source = "127.0.0.1",
            },
            PolicySha256 = Digest.Zero,
            Coverage =
            [
                .. Checks.Select(check => new EventCoverage { Check = check, Decision = EventDecision.Allow, Seen = 4 }),
            ],
        },
    };

    /// <summary>
    /// The same with what one check has seen, which makes an entry of about a kilobyte. No long text pads it out: that would be quicker to
    /// read than members are.
    /// </summary>
    public static CommitEvent Kilobyte(long seq)
    {
        var admitted = Admitted(seq);
        return admitted with { Details = admitted.Details! with { Coverage = [admitted.Details.Coverage[0]] } };
    }

    /// <summary>The smallest event: a producer is alive.</summary>
    public static CommitEvent Alive(long seq) => new()
    {
        Id = Guid.CreateVersion7(Start),
        OccurredAt = Start,
        Producer = new ProducerPosition(Producer, Epoch, seq),
        Phase = EventPhase.Alive,
    };
}
