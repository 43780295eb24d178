using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Signet.Policy.Tests.Properties;

/// <summary>How much memory hangs on an object, in octets: what it keeps, whatever else the process does. Objects of the runtime's types aren't looked into.</summary>
internal static class HeapSize
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();

    internal static long Of(object root)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<object> open = new([root]);
        long size = 0;
        while (open.TryPop(out object? at))
        {
            if (at is Type or MemberInfo or Delegate or Thread or TimeProvider || (!at.GetType().IsValueType && !seen.Add(at)))
            {
                continue;
            }

            size += at switch
            {
                string text => 22 + (2L * text.Length),
                Array array => 24 + ((long)array.Length * SizeOf(array.GetType().GetElementType()!)),
                _ => 16 + (8L * FieldsOf(at.GetType()).Length),
            };
            if (at is Array items && !items.GetType().GetElementType()!.IsPrimitive)
            {
                foreach (object? item in items)
                {
                    Push(item);
                }
            }
            else if (at is not (string or Array))
            {
                foreach (FieldInfo field in FieldsOf(at.GetType()))
                {
                    Push(field.GetValue(at));
                }
            }
        }

        return size;

        void Push(object? value)
        {
            if (value is not null && !value.GetType().IsPrimitive && !value.GetType().IsEnum && value is not Pointer)
            {
                open.Push(value);
            }
        }
    }

    private static long SizeOf(Type type) => type.IsValueType ? Math.Max(1, (int)SizeMethod.MakeGenericMethod(type).Invoke(null, null)!) : 8;

    private static MethodInfo SizeMethod { get; } = typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!;

    private static FieldInfo[] FieldsOf(Type type) => Fields.GetOrAdd(type, static of =>
    {
        List<FieldInfo> fields = [];
        for (Type? at = of; at is not null && at != typeof(object); at = at.BaseType)
        {
            fields.AddRange(at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(field => !field.FieldType.IsPointer && !field.FieldType.IsByRefLike));
        }

        return [.. fields];
    });
}
