using Signet.Policy.Pipeline;

namespace Signet.Policy.Documents;

/// <summary>
/// Reads the options of one check. What is wrong goes to <see cref="OptionReader.Error"/>; the result is not used then.
/// Options that nobody read are errors, so a factory reads all that it knows, also after an error: the policy's schema is made out of
/// what a factory reads.
/// </summary>
/// <param name="options">The check's object in the policy document.</param>
/// <returns>Makes the check for one pipeline; called once for each pipeline built.</returns>
public delegate Func<CheckEnvironment, ICheck> CheckFactory(OptionReader options);
