using System.Text.Json;

namespace Signet.Corpora;

/// <summary>
/// Reads a directory of families: every <c>*.jsonl</c> in it and below, the family on the first line and a case on each further one. Strict:
/// a member that has no meaning is an error.
/// </summary>
public static class CorpusReader
{
    private const int MaxFiles = 1_000;
    private const int MaxFileOctets = 4 << 20;

    /// <summary>Reads a directory.</summary>
    /// <returns>The families by name.</returns>
    /// <exception cref="CorpusException">It can't be read, holds no family, or two of one name.</exception>
    public static IReadOnlyList<CorpusFamily> Read(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        try
        {
            var files = Directory.GetFiles(directory, "*.jsonl", SearchOption.AllDirectories);
            if (files.Length is 0 or > MaxFiles)
            {
                throw new CorpusException($"{directory} must hold 1 to {MaxFiles} files *.jsonl.");
            }

            var families = files.Select(file => ReadFile(file, Path.GetRelativePath(directory, file))).OrderBy(family => family.Name, StringComparer.Ordinal).ToList();
            return families.GroupBy(family => family.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
                ? throw new CorpusException($"The family {twice.Key} stands in two files.")
                : families;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException($"{directory} can't be read.", exception);
        }
    }

    /// <summary>Reads one family.</summary>
    /// <param name="lines">The file's lines; empty ones don't count.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="CorpusException">It is no family.</exception>
    public static CorpusFamily Parse(IEnumerable<string> lines, string name)
    {
        ArgumentNullException.ThrowIfNull(lines);
        FamilyReader? reader = null;
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            try
            {
                using var json = JsonDocument.Parse(line);
                if (reader is null)
                {
                    reader = new FamilyReader(json.RootElement);
                }
                else
                {
                    reader.Add(json.RootElement);
                }
            }
            catch (Exception exception) when (exception is CorpusException or JsonException or InvalidOperationException)
            {
                throw new CorpusException($"{name}, line {number}: {(exception is JsonException ? "no JSON" : exception.Message)}", exception);
            }
        }

        try
        {
            return reader?.Build() ?? throw new CorpusException("no family");
        }
        catch (CorpusException exception)
        {
            throw new CorpusException($"{name}: {exception.Message}", exception);
        }
    }

    private static CorpusFamily ReadFile(string path, string name) => new FileInfo(path).Length <= MaxFileOctets
        ? Parse(File.ReadLines(path), name)
        : throw new CorpusException($"{name} is larger than {MaxFileOctets} octets.");
}
