namespace Signet.Gateway.Surfaces.OpenAI;

/// <summary>The keys that several of OpenAI's APIs fix. Closed, like the vocabulary of each API that takes it in.</summary>
internal static class SharedVocabulary
{
    public static readonly string[] Keys =
    [
        "model", "user", "stream", "stream_options", "include_usage", "include_obfuscation", "temperature", "top_p", "n", "stop",
        "max_tokens", "presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "seed", "service_tier",
        "id", "object", "created", "system_fingerprint", "choices", "index", "finish_reason", "usage", "prompt_tokens",
        "completion_tokens", "total_tokens", "prompt_tokens_details", "completion_tokens_details", "cached_tokens", "audio_tokens",
        "reasoning_tokens", "accepted_prediction_tokens", "rejected_prediction_tokens", "obfuscation", "error", "message", "type",
        "code", "param", "data",
    ];
}
