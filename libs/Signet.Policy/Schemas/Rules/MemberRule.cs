namespace Signet.Policy.Schemas.Rules;

/// <summary>What a schema says of a member that it names.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Index">Its position among those that the schema names.</param>
/// <param name="Node">Judges its value; null when the name stands in <c>required</c> or <c>dependentRequired</c> only.</param>
internal sealed record MemberRule(string Name, int Index, SchemaNode? Node);
