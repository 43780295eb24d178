using System.Text;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Merkle;
using Signet.Ledger.Witnesses;
using Signet.Messaging;

namespace Signet.Cli.Tests.Witnessing;

/// <summary>A log that is nothing but a tree: leaves of a seed, so that another seed is another history from the first leaf that differs.</summary>
internal sealed class WitnessedTree(string logId, byte keySeed = 1) : IWitnessedLog, IDisposable
{
    private readonly CheckpointSigner _signer = new(logId, [.. Enumerable.Repeat(keySeed, 32)]);
    private readonly List<Digest> _leaves = [];

    public string Key => _signer.VerifierKey.ToString();

    public Dictionary<string, byte[]> Kept { get; } = [];

    public WitnessedTree Grow(int size, string history = "one")
    {
        for (var i = _leaves.Count; i < size; i++)
        {
            _leaves.Add(MerkleTree.HashLeaf(Encoding.UTF8.GetBytes($"{history} {i}")));
        }

        return this;
    }

    public Checkpoint At(int size) => new(logId, size, ConsistencyProof.RootOf(_leaves.ToArray().AsSpan(0, size)));

    public AddCheckpointRequest Request(int oldSize, int size) => new(
        oldSize,
        oldSize == 0 || oldSize == size ? [] : ConsistencyProof.Create(oldSize, _leaves.ToArray().AsSpan(0, size)),
        _signer.Sign(At(size)));

    public ValueTask<AddCheckpointRequest?> NextAsync(long oldSize, CancellationToken cancellationToken) =>
        new(oldSize > _leaves.Count ? null : Request((int)oldSize, _leaves.Count));

    public ValueTask KeepAsync(string witness, ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        Kept[witness] = note.ToArray();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _signer.Dispose();
}
