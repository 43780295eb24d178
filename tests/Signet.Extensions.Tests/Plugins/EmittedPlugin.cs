using System.Reflection;
using System.Reflection.Emit;
using Signet.Policy.Documents;
using Signet.Policy.Extensions;

namespace Signet.Extensions.Tests.Plugins;

/// <summary>Assemblies that no compiler would make a plug-in of.</summary>
internal static class EmittedPlugin
{
    /// <summary>
    /// An assembly with one class that is named as a plug-in. The class's constructor throws, so that a test sees whether it ran.
    /// </summary>
    internal static byte[] Write(string name, int version = PluginContract.Version, bool isPlugin = true, bool isNamed = true, bool constructorThrows = true)
    {
        PersistedAssemblyBuilder assembly = new(new AssemblyName(name), typeof(object).Assembly);
        TypeBuilder type = assembly.DefineDynamicModule(name).DefineType("Plugin", TypeAttributes.Public | TypeAttributes.Class);
        WriteConstructor(type, constructorThrows);
        if (isPlugin)
        {
            type.AddInterfaceImplementation(typeof(ICheckPlugin));
            MethodBuilder define = type.DefineMethod(
                nameof(ICheckPlugin.Define), MethodAttributes.Public | MethodAttributes.Virtual, typeof(CheckDefinition), [typeof(PluginHost)]);
            ILGenerator body = define.GetILGenerator();
            body.Emit(OpCodes.Ldnull);
            body.Emit(OpCodes.Ret);
        }

        type.CreateType();
        if (isNamed)
        {
            assembly.SetCustomAttribute(new CustomAttributeBuilder(
                typeof(CheckPluginAttribute).GetConstructor([typeof(Type), typeof(int)])!, [type, version]));
        }

        using MemoryStream octets = new();
        assembly.Save(octets);
        return octets.ToArray();
    }

    private static void WriteConstructor(TypeBuilder type, bool throws)
    {
        ILGenerator body = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []).GetILGenerator();
        if (throws)
        {
            body.Emit(OpCodes.Ldstr, "a message of the plug-in's");
            body.Emit(OpCodes.Newobj, typeof(TimeZoneNotFoundException).GetConstructor([typeof(string)])!);
            body.Emit(OpCodes.Throw);
            return;
        }

        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Call, typeof(object).GetConstructor([])!);
        body.Emit(OpCodes.Ret);
    }
}
