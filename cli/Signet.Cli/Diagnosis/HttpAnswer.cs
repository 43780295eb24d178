using System.Net.Http.Headers;

namespace Signet.Cli.Diagnosis;

/// <summary>What a service answered.</summary>
internal sealed record HttpAnswer(int Status, HttpResponseHeaders Headers, string? MediaType, byte[] Body);
