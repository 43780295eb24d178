using System.Text.Json;
using Signet.Testing;
using Xunit;

namespace Signet.Storage.Tests.S3;

/// <summary>The policies that are shipped give each part what it needs, and nobody a way to change what was stored.</summary>
public sealed class BucketPolicyTests
{
    private static readonly string[] Readers = ["s3:Get", "s3:List"];

    public static TheoryData<string> Files => [.. Directory.GetFiles(Repository.PathOf("deploy", "policies"), "*.json").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Policy_AnyFile_IsAPolicyWhoseStatementsAreNamedAndBounded(string file)
    {
        var statements = Read(file);

        Assert.NotEmpty(statements);
        Assert.Equal(statements.Count, statements.Select(statement => statement.GetProperty("Sid").GetString()).Distinct().Count());
        Assert.All(statements, statement =>
        {
            Assert.Contains(statement.GetProperty("Effect").GetString(), new[] { "Allow", "Deny" });
            Assert.All(Values(statement, "Resource"), resource => Assert.Matches(@"^arn:aws:s3:::(SEGMENT|DERIVED|CLAIM|MEMORY)_BUCKET(/.*)?$", resource));
            if (IsAllow(statement))
            {
                Assert.All(Values(statement, "Action"), action => Assert.DoesNotContain('*', action));
                Assert.All(Values(statement, "Resource"), resource => Assert.DoesNotMatch("BUCKET/[*]$", resource));
            }
        });
    }

    [Fact]
    public void Auditor_Segments_AreCreatedAndReadAndNeverDeleted()
    {
        var allowed = Allowed("auditor.json", "SEGMENT_BUCKET");

        Assert.Superset(new HashSet<string> { "s3:PutObject", "s3:PutObjectRetention", "s3:GetObject", "s3:GetObjectRetention", "s3:ListBucketVersions", "s3:GetBucketObjectLockConfiguration" }, allowed);
        Assert.DoesNotContain(allowed, action => action.Contains("Delete", StringComparison.Ordinal) || action.Contains("Bypass", StringComparison.Ordinal));
        Assert.Superset(
            new HashSet<string> { "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention", "s3:PutBucketVersioning" },
            Read("auditor.json").Where(statement => !IsAllow(statement)).SelectMany(statement => Values(statement, "Action")).ToHashSet());
    }

    [Fact]
    public void Auditor_Claims_AreTheOnlyThingItDeletes()
    {
        foreach (string file in new[] { "auditor.json", "auditor-claims.json", "verifier.json", "verifier-memory.json" })
        {
            var deletes = Read(file).Where(statement => IsAllow(statement) && Values(statement, "Action").Any(action => action.StartsWith("s3:Delete", StringComparison.Ordinal)));
            Assert.All(deletes.SelectMany(statement => Values(statement, "Resource")), resource => Assert.StartsWith("arn:aws:s3:::CLAIM_BUCKET/", resource, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Verifier_AnyBucket_OnlyReads()
    {
        Assert.All(Read("verifier.json"), statement => Assert.True(IsAllow(statement)));
        Assert.All(
            Read("verifier.json").SelectMany(statement => Values(statement, "Action")),
            action => Assert.Contains(Readers, prefix => action.StartsWith(prefix, StringComparison.Ordinal)));
        Assert.Superset(new HashSet<string> { "s3:GetObjectVersion", "s3:GetObjectRetention", "s3:GetObjectLegalHold", "s3:ListBucketVersions" }, Allowed("verifier.json", "SEGMENT_BUCKET"));
    }

    [Fact]
    public void VerifierMemory_ItsBucketAlone_IsAddedToAndNothingElse()
    {
        var statements = Read("verifier-memory.json");
        Assert.All(statements, statement => Assert.True(IsAllow(statement)));
        Assert.All(statements.SelectMany(statement => Values(statement, "Resource")), resource => Assert.StartsWith("arn:aws:s3:::MEMORY_BUCKET", resource, StringComparison.Ordinal));
        Assert.Equal(
            ["s3:PutObject", "s3:PutObjectRetention"],
            statements.SelectMany(statement => Values(statement, "Action"))
                .Where(action => !Readers.Any(prefix => action.StartsWith(prefix, StringComparison.Ordinal))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void SegmentBucket_WhateverRolesSay_TakesOnlyLockedCreations()
    {
        var denials = Read("segment-bucket.json").ToDictionary(statement => statement.GetProperty("Sid").GetString()!);

        Assert.All(denials.Values, statement => Assert.False(IsAllow(statement)));
        Assert.All(denials.Values, statement => Assert.Equal("*", statement.GetProperty("Principal").GetString()));
        Assert.Equal("true", Condition(denials["OnlyWhatIsCreated"], "Null", "s3:if-none-match"));
        Assert.Equal("true", Condition(denials["OnlyWithALock"], "Null", "s3:object-lock-mode"));
        Assert.Equal("COMPLIANCE", Condition(denials["OnlyUnderComplianceLock"], "StringNotEqualsIfExists", "s3:object-lock-mode"));
        Assert.Equal("RETAIN_DAYS", Condition(denials["NoShorterThanTheLogPromises"], "NumericLessThan", "s3:object-lock-remaining-retention-days"));
        Assert.Equal("false", Condition(denials["OnlyWithTls"], "Bool", "aws:SecureTransport"));
        Assert.False(denials["NobodyDeletesOrUnlocks"].TryGetProperty("Condition", out _));
        Assert.Contains("s3:DeleteObjectVersion", Values(denials["NobodyDeletesOrUnlocks"], "Action"));
        Assert.Contains("s3:BypassGovernanceRetention", Values(denials["NobodyDeletesOrUnlocks"], "Action"));
    }

    private static List<JsonElement> Read(string file)
    {
        using var policy = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("deploy", "policies", file)));
        Assert.Equal("2012-10-17", policy.RootElement.GetProperty("Version").GetString());
        return [.. policy.RootElement.GetProperty("Statement").EnumerateArray().Select(statement => statement.Clone())];
    }

    private static bool IsAllow(JsonElement statement) => statement.GetProperty("Effect").GetString() == "Allow";

    private static HashSet<string> Allowed(string file, string bucket) =>
    [
        .. Read(file)
            .Where(statement => IsAllow(statement) && Values(statement, "Resource").Any(resource => resource.Contains(bucket, StringComparison.Ordinal)))
            .SelectMany(statement => Values(statement, "Action")),
    ];

    private static string? Condition(JsonElement statement, string test, string key) =>
        statement.GetProperty("Condition").GetProperty(test).GetProperty(key).GetString();

    private static List<string> Values(JsonElement statement, string name)
    {
        var value = statement.GetProperty(name);
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [value.GetString()!];
    }
}
