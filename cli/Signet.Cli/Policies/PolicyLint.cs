using System.Security.Cryptography;
using System.Text.Json;
using Signet.Hosting.Policies;
using Signet.Policy.Documents;

namespace Signet.Cli.Policies;

/// <summary>A policy file, read as signet reads it when it starts, and all that there is to say of it.</summary>
internal sealed record PolicyLint
{
    public required string Path { get; init; }

    /// <summary>The policies; null when the file is at fault.</summary>
    public PolicyDocument? Document { get; init; }

    /// <summary>Lowercase hex; null when the file couldn't be read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Lowercase hex: the digest of the same content as an object of a cluster; null when the file couldn't be read.</summary>
    public string? CanonicalSha256 { get; init; }

    public IReadOnlyList<PolicyRemark> Remarks { get; init; } = [];

    private PolicyFile? File { get; init; }

    /// <summary>True when nobody could look into the file.</summary>
    public bool IsUnreadable { get; init; }

    public static async Task<PolicyLint> ReadAsync(string path, CheckRegistry checks, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> octets;
        try
        {
            octets = await PolicyFile.ReadAsync(path, cancellationToken);
        }
        catch (PolicyFileException exception)
        {
            return new PolicyLint { Path = path, IsUnreadable = true, Remarks = [PolicyRemark.Of(exception)] };
        }

        PolicyFile file;
        try
        {
            file = PolicyFile.Parse(octets.Span);
        }
        catch (PolicyFileException exception)
        {
            return new PolicyLint { Path = path, Remarks = [PolicyRemark.Of(exception)] };
        }

        PolicyDocument.TryParse(file.Json.Span, checks, out var document, out var errors);
        return new PolicyLint
        {
            Path = path,
            Document = document,
            Sha256 = file.Sha256,
            CanonicalSha256 = CanonicalDigest(file),
            Remarks =
            [
                .. errors.Select(error => new PolicyRemark(true, file.Locate(error.Path), error.Path, error.Message)),
                .. (document?.Warnings ?? []).Select(warning => new PolicyRemark(false, file.Locate(warning.Path), warning.Path, warning.Message)),
            ],
            File = file,
        };
    }

    /// <summary>Where a member stands.</summary>
    public PolicyPosition Locate(string pointer) => File?.Locate(pointer) ?? new PolicyPosition(1, 1);

    private static string CanonicalDigest(PolicyFile file)
    {
        using var json = JsonDocument.Parse(file.Json);
        return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Of(json.RootElement)));
    }

    public int ExitCode(bool strict)
    {
        if (IsUnreadable)
        {
            return ExitCodes.NotVerified;
        }

        return Remarks.Any(remark => remark.IsError || strict) ? ExitCodes.Failure : ExitCodes.Success;
    }
}
