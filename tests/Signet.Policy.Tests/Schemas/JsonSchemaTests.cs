using System.Globalization;
using System.Text;
using System.Text.Json;
using Signet.Policy.Schemas;

namespace Signet.Policy.Tests.Schemas;

public sealed class JsonSchemaTests
{
    public static TheoryData<int> Vectors() => [.. Enumerable.Range(0, SchemaVectors.Cases.Count)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Validate_Vector_SaysWhatItSays(int index)
    {
        JsonElement vector = SchemaVectors.Cases[index];
        Assert.True(JsonSchema.TryRead(vector.GetProperty("schema"), out JsonSchema? schema, out _), vector.GetRawText());
        foreach (string expected in new[] { "valid", "invalid" })
        {
            foreach (JsonElement value in vector.GetProperty(expected).EnumerateArray())
            {
                bool valid = schema.Validate(value).Count == 0;
                Assert.True(valid == (expected == "valid"), $"{vector.GetProperty("about")}: {value.GetRawText()} isn't {expected}");
            }
        }
    }

    [Fact]
    public void Validate_Vectors_AreManyAndOfEveryKeyword()
    {
        Assert.True(SchemaVectors.Cases.Sum(vector =>
            vector.GetProperty("valid").GetArrayLength() + vector.GetProperty("invalid").GetArrayLength()) > 500);
        string all = string.Concat(SchemaVectors.Cases.Select(vector => vector.GetProperty("schema").GetRawText()));
        string[] keywords =
        [
            "type", "enum", "const", "properties", "required", "additionalProperties", "patternProperties", "propertyNames",
            "minProperties", "maxProperties", "items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems", "minLength",
            "maxLength", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "allOf", "anyOf",
            "oneOf", "not", "if", "then", "else", "dependentRequired", "$defs", "$ref", "title", "description", "default", "examples",
            "$comment", "$schema",
        ];
        Assert.All(keywords, keyword => Assert.Contains($"\"{keyword}\":", all, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"maxLength":2}}}""", """{"a":"secret"}""", "/a maxLength")]
    [InlineData("""{"items":{"properties":{"x/y":{"type":"null"}}}}""", """[{},{"x/y":1}]""", "/1/x~1y type")]
    [InlineData("""{"additionalProperties":{"type":"null"}}""", """{"secret":1}""", "/* type")]
    [InlineData("""{"additionalProperties":false}""", """{"secret":1}""", " additionalProperties")]
    [InlineData("""{"patternProperties":{"s":{"required":["k"]}}}""", """{"secret":{}}""", "/* required")]
    [InlineData("""{"propertyNames":{"maxLength":2}}""", """{"secret":{}}""", "/* propertyNames")]
    [InlineData("""{"anyOf":[{"type":"null"},{"properties":{"a":{"const":1}}}]}""", """{"a":2}""", " anyOf")]
    [InlineData("""{"properties":{"a":{"minimum":1},"b":{"minimum":1}}}""", """{"a":0,"b":0}""", "/a minimum, /b minimum")]
    [InlineData("""{"items":{"type":"null"}}""", "[1,2,3,4,5,6]", "/0 type, /1 type, /2 type, /3 type")]
    [InlineData("""{"properties":{"a":false}}""", """{"a":0}""", "/a false")]
    public void Validate_Failures_NamePlacesAndNoContent(string schema, string value, string expected)
    {
        using JsonDocument document = JsonDocument.Parse(value);
        Assert.Equal(
            expected,
            string.Join(", ", Read(schema).Validate(document.RootElement).Select(failure => $"{failure.Location} {failure.Keyword}")));
    }

    [Theory]
    [InlineData("""{"minimun":1}""", "/minimun")]
    [InlineData("""{"properties":{"a":{"items":{"nullable":true}}}}""", "/properties/a/items/nullable")]
    [InlineData("""{"allOf":[{},{"unevaluatedProperties":false}]}""", "/allOf/1/unevaluatedProperties")]
    [InlineData("""{"properties":{"a":{"$defs":{}}}}""", "/properties/a/$defs")]
    [InlineData("""{"$id":"x"}""", "/$id")]
    [InlineData("""{"type":"int"}""", "/type")]
    [InlineData("""{"type":[]}""", "/type")]
    [InlineData("""{"type":["string","string"]}""", "/type/1")]
    [InlineData("""{"enum":[]}""", "/enum")]
    [InlineData("""{"enum":[[1e999]]}""", "/enum")]
    [InlineData("""{"const":1e999}""", "/const")]
    [InlineData("""{"minimum":"1"}""", "/minimum")]
    [InlineData("""{"maximum":1e401}""", "/maximum")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf")]
    [InlineData("""{"multipleOf":-1}""", "/multipleOf")]
    [InlineData("""{"minLength":-1}""", "/minLength")]
    [InlineData("""{"minLength":1.5}""", "/minLength")]
    [InlineData("""{"required":"a"}""", "/required")]
    [InlineData("""{"required":["a","a"]}""", "/required/1")]
    [InlineData("""{"required":[1]}""", "/required/0")]
    [InlineData("""{"dependentRequired":{"a":1}}""", "/dependentRequired/a")]
    [InlineData("""{"properties":[]}""", "/properties")]
    [InlineData("""{"properties":{"a":1}}""", "/properties/a")]
    [InlineData("""{"items":[]}""", "/items")]
    [InlineData("""{"prefixItems":[]}""", "/prefixItems")]
    [InlineData("""{"anyOf":[]}""", "/anyOf")]
    [InlineData("""{"anyOf":{}}""", "/anyOf")]
    [InlineData("""{"uniqueItems":"yes"}""", "/uniqueItems")]
    [InlineData("""{"then":{}}""", "/then")]
    [InlineData("""{"else":{}}""", "/else")]
    [InlineData("""{"format":"regex"}""", "/format")]
    [InlineData("""{"$ref":"#/$defs/missing"}""", "/$ref")]
    [InlineData("""{"$ref":"https://example.com/schema"}""", "/$ref")]
    [InlineData("""{"$ref":"#/properties/a"}""", "/$ref")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#"}""", "/$schema")]
    [InlineData("""{"patternProperties":{"(":{}}}""", "/patternProperties/(")]
    [InlineData("""{"$ref":"#"}""", "")]
    [InlineData("""{"$defs":{"a":{"allOf":[{"$ref":"#/$defs/b"}]},"b":{"not":{"$ref":"#/$defs/a"}}}}""", "/$defs/a")]
    [InlineData("[]", "")]
    [InlineData("true", "")]
    public void TryRead_WhatItCannotKeep_IsRefused(string schema, string location)
    {
        using JsonDocument document = JsonDocument.Parse(schema);
        Assert.False(JsonSchema.TryRead(document.RootElement, out _, out IReadOnlyList<SchemaError> errors));
        Assert.Equal(location, errors[0].Location);
    }

    [Theory]
    [InlineData("(a+)+\\1")]
    [InlineData("(?=a)")]
    [InlineData("(?<!a)b")]
    [InlineData("(?>a)")]
    [InlineData("(?i)a")]
    [InlineData("(?<n>a)")]
    [InlineData("\\bword")]
    [InlineData("\\Ga")]
    [InlineData("a\\Z")]
    [InlineData("\\u{1F600}")]
    [InlineData("[^]")]
    [InlineData("[]")]
    [InlineData("[\\D]")]
    [InlineData("[a")]
    [InlineData("a\\")]
    [InlineData("(a")]
    [InlineData("((a{1000}){1000}){1000}")]
    public void TryRead_PatternThatIsNotLinearOrReadsOtherwise_IsRefused(string pattern)
    {
        JsonElement schema = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["pattern"] = pattern });
        Assert.False(JsonSchema.TryRead(schema, out _, out IReadOnlyList<SchemaError> errors));
        Assert.Equal("/pattern", errors[0].Location);
    }

    [Fact]
    public void TryRead_TooDeepOrTooLarge_IsRefused()
    {
        string deep = string.Concat(Enumerable.Repeat("""{"items":""", 40)) + "{}" + new string('}', 40);
        Assert.NotEmpty(ErrorsOf(deep));
        string large = """{"anyOf":[""" + string.Join(',', Enumerable.Repeat("{}", 3000)) + "]}";
        Assert.NotEmpty(ErrorsOf(large));
        string keywords = "{" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"k{i}\":1")) + "}";
        Assert.Equal(100, ErrorsOf(keywords).Count);
    }

    [Fact]
    public void Validate_SchemaThatDoubles_EndsAtTheWorkCounterAndIsInvalid()
    {
        // Each level asks twice for the next: 2^40 steps in all. A not around it turns no no into a yes.
        StringBuilder definitions = new();
        for (int i = 0; i < 40; i++)
        {
            definitions.Append(
                CultureInfo.InvariantCulture,
                $$"""{{(i > 0 ? "," : "")}}"d{{i}}":{"allOf":[{"$ref":"#/$defs/d{{i + 1}}"},{"$ref":"#/$defs/d{{i + 1}}"}]}""");
        }

        string text = """{"$defs":{""" + definitions + ""","d40":{}},"not":{"not":{"$ref":"#/$defs/d0"}}}""";
        using JsonDocument value = JsonDocument.Parse("1");
        Assert.Equal([new SchemaFailure("", "work")], Read(text).Validate(value.RootElement));
        Assert.Equal(
            [new SchemaFailure("", "work")],
            Read(text.Replace("""{"not":{"$ref":"#/$defs/d0"}}""", """{"$ref":"#/$defs/d0"}""", StringComparison.Ordinal))
                .Validate(value.RootElement));
    }

    [Fact]
    public void Validate_LongWayOfReferences_EndsAtTheDepthAndIsInvalid()
    {
        string definitions = string.Join(',', Enumerable.Range(0, 600).Select(i => $$"""
            "d{{i}}":{"$ref":"#/$defs/d{{i + 1}}"}
            """));
        using JsonDocument value = JsonDocument.Parse("1");
        Assert.Equal(
            [new SchemaFailure("", "work")],
            Read("""{"$defs":{""" + definitions + ""","d600":{}},"$ref":"#/$defs/d0"}""").Validate(value.RootElement));
    }

    [Fact]
    public void Validate_ManyEqualHashesOrMembers_StayWithinTheWork()
    {
        using JsonDocument many = JsonDocument.Parse(
            "[" + string.Join(',', Enumerable.Range(0, 300_000).Select(i => i.ToString(CultureInfo.InvariantCulture))) + "]");
        Assert.Equal([new SchemaFailure("", "work")], Read("""{"uniqueItems":true}""").Validate(many.RootElement));
        using JsonDocument few = JsonDocument.Parse("[" + string.Join(',', Enumerable.Range(0, 20_000)) + "]");
        Assert.Empty(Read("""{"uniqueItems":true}""").Validate(few.RootElement));
    }

    private static JsonSchema Read(string schema)
    {
        using JsonDocument document = JsonDocument.Parse(schema);
        Assert.True(JsonSchema.TryRead(document.RootElement, out JsonSchema? read, out IReadOnlyList<SchemaError> errors), string.Join(' ', errors));
        return read;
    }

    private static IReadOnlyList<SchemaError> ErrorsOf(string schema)
    {
        using JsonDocument document = JsonDocument.Parse(schema, new() { MaxDepth = 1000 });
        JsonSchema.TryRead(document.RootElement, out _, out IReadOnlyList<SchemaError> errors);
        return errors;
    }
}
