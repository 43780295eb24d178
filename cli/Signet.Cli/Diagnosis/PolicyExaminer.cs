using System.Globalization;
using System.Runtime.CompilerServices;
using Signet.Cli.Policies;
using Signet.Policy.Documents;

namespace Signet.Cli.Diagnosis;

/// <summary>The policy file, as <c>policy lint</c> sees it.</summary>
internal sealed class PolicyExaminer(DoctorOptions options, CheckRegistry checks) : IExaminer
{
    public string Area => "policy";

    /// <summary>The file that is in force as far as the options say; null for none.</summary>
    public static string? PathOf(DoctorOptions options) =>
        options.Policy ?? (options.Log is { } log && StoreExaminer.IsDataDirectory(log) ? Path.Combine(log, "policy.yaml") : null);

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (PathOf(options) is not { } path)
        {
            yield return Finding.Skipped(Area, "no policy was given", "Give --policy FILE.");
            yield break;
        }

        var lint = await PolicyLint.ReadAsync(path, checks, cancellationToken);
        foreach (var remark in lint.Remarks)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{path}:{remark.Position.Line}: {remark.Message}");
            yield return remark.IsError ? Finding.Failure(Area, text, "Correct it: signet doesn't start with it.") : Finding.Warning(Area, text, "See docs/policy.md, or accept it.");
        }

        if (lint.Remarks.Count == 0)
        {
            yield return Finding.Good(Area, $"{path} is good");
        }
    }
}
