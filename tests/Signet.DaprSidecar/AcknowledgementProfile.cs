namespace Signet.DaprSidecar;

/// <summary>When a component counts a message as done.</summary>
internal enum AcknowledgementProfile
{
    /// <summary>pubsub.redis since 1.17: when its handling has ended, well or not.</summary>
    Redis,

    /// <summary>pubsub.kafka: one delivery at a time, repeated in place until it succeeds; up to the first failed one of it is done.</summary>
    Kafka,

    /// <summary>pubsub.jetstream: when it succeeded; else it comes again.</summary>
    JetStream,
}
