using System.Text.Json;
using System.Text.Json.Serialization;
using Signet.Hosting.Policies;

namespace Signet.Cli.Policies;

/// <summary>A file of test cases, in the YAML that policies are written in, of the schema <c>docs/schemas/signet-policy-tests-v1.json</c>.</summary>
internal sealed record PolicyTestFile
{
    private const int MaxCases = 10_000;

    private static readonly string[] Decisions = ["allow", "redact", "escalate", "block", "refuse"];
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <summary>1.</summary>
    public required int Version { get; init; }

    /// <summary>The policy, beside this file unless the path is absolute; null where the command names it.</summary>
    public string? Policy { get; init; }

    public required IReadOnlyList<PolicyTestCase> Cases { get; init; }

    /// <exception cref="UserErrorException">The file can't be used.</exception>
    public static async Task<PolicyTestFile> LoadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var file = await PolicyFile.LoadAsync(path, cancellationToken);
            var tests = JsonSerializer.Deserialize<PolicyTestFile>(file.Json.Span, Json)!;
            return Fault(tests) is { } fault ? throw new UserErrorException($"The tests in {path} can't be used: {fault}") : tests;
        }
        catch (Exception exception) when (exception is PolicyFileException or JsonException)
        {
            throw new UserErrorException($"The tests in {path} can't be used: {exception.Message}", exception);
        }
    }

    private static string? Fault(PolicyTestFile tests)
    {
        if (tests.Version != 1 || tests.Cases.Count is 0 or > MaxCases)
        {
            return $"version is 1, and there are 1 to {MaxCases} cases.";
        }

        for (var i = 0; i < tests.Cases.Count; i++)
        {
            if (tests.Cases[i] is not { } test)
            {
                return $"case {i + 1} is none.";
            }

            if (test.Expect is { } expect && !Decisions.Contains(expect.Decision))
            {
                return $"case {i + 1}: decision is one of {string.Join(", ", Decisions)}.";
            }

            if (test.Request is { Text: not null, Body: not null } || !test.Request.Path.StartsWith('/'))
            {
                return $"case {i + 1}: a request has a text or a body, and its path begins with a slash.";
            }

            if (test.Request.Headers.Any(field => field.Value is null || field.Key.Length == 0 || field.Key.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0 || field.Value.AsSpan().ContainsAny('\r', '\n')))
            {
                return $"case {i + 1}: a header isn't one.";
            }
        }

        return null;
    }
}
