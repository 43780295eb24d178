using Signet.Testing;

namespace Signet.FunctionalTests.Parity;

/// <summary>Every check at every place of every API, unary and streamed: what happens there is what docs/coverage.md says.</summary>
public sealed class ParityMatrixTests
{
    private const string WriteVariable = "SIGNET_WRITE_DOCS";

    [Fact]
    public async Task Matrix_EveryCell_IsAsDocumentedAndNoCheckLetsPassWhatItLooksAt()
    {
        var page = new CoveragePage();
        List<ParityCell> faults = [];
        List<string> differences = [];
        foreach (var check in ParityChecks.All)
        {
            var rows = await ParityMatrix.RunAsync(check);
            page.Add(check, rows);
            faults.AddRange(rows.SelectMany(row => row.Cells).Where(cell => CellWords.Faults.Contains(cell.Word)));
            differences.AddRange(rows.SelectMany(row => Differences(check, row.Row, row.Cells)));
        }

        var path = Repository.PathOf("docs", "coverage.md");
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            await File.WriteAllTextAsync(path, page.ToString(), TestContext.Current.CancellationToken);
        }

        Assert.Empty(faults);
        Assert.Empty(differences);
        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), page.ToString());
    }

    /// <summary>Where an API is decided otherwise in a stream than in one piece.</summary>
    private static IEnumerable<string> Differences(ParityCheck check, string row, IReadOnlyList<ParityCell> cells) =>
        ParityMatrix.Columns.Zip(cells).Where(cell => cell.Second.Word != CellWords.NoPlace).GroupBy(cell => cell.First.Script)
            .Where(group => group.Select(cell => cell.Second.Word == CellWords.Aborted ? CellWords.Blocked : cell.Second.Word).Distinct().Count() > 1)
            .Select(group => $"{check.Title}, {row}, {group.Key}: {string.Join(" / ", group.Select(cell => cell.Second.Word))}");
}
