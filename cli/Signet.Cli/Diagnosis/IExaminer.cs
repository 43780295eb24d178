namespace Signet.Cli.Diagnosis;

/// <summary>Looks at one thing. What it finds is an answer; it doesn't throw for it.</summary>
internal interface IExaminer
{
    /// <summary>What it looks at, for people and for <c>--only</c>.</summary>
    string Area { get; }

    IAsyncEnumerable<Finding> ExamineAsync(CancellationToken cancellationToken);
}
