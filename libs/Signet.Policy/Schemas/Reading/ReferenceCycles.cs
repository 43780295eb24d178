namespace Signet.Policy.Schemas.Reading;

/// <summary>Finds parts of a schema that judge the same value by way of themselves, which would never end.</summary>
internal sealed class ReferenceCycles(SchemaErrors errors)
{
    private readonly HashSet<SchemaNode> _open = [];
    private readonly HashSet<SchemaNode> _closed = [];

    internal void Check(IReadOnlyList<(string Location, SchemaNode Node)> nodes)
    {
        foreach ((string location, SchemaNode node) in nodes)
        {
            if (!IsClosed(node))
            {
                errors.Add(location, "refers to itself without going down into the value");
                return;
            }
        }
    }

    /// <summary>
    /// True when no way leads from the node back to it. An explicit stack, since references make long ways of small schemas.
    /// </summary>
    private bool IsClosed(SchemaNode start)
    {
        Stack<(SchemaNode Node, bool IsLeft)> way = new([(start, false)]);
        while (way.TryPop(out (SchemaNode Node, bool IsLeft) step))
        {
            if (step.IsLeft)
            {
                _open.Remove(step.Node);
                _closed.Add(step.Node);
                continue;
            }

            if (_closed.Contains(step.Node))
            {
                continue;
            }

            if (!_open.Add(step.Node))
            {
                return false;
            }

            way.Push((step.Node, true));
            foreach (SchemaRule rule in step.Node.Rules)
            {
                foreach (SchemaNode next in rule.SameValue)
                {
                    if (_open.Contains(next))
                    {
                        return false;
                    }

                    way.Push((next, false));
                }
            }
        }

        return true;
    }
}
