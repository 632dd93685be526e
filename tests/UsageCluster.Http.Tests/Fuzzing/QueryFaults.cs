using System.Globalization;
using System.Text.Json;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>What is wrong with a query.</summary>
internal static class QueryFaults
{
    private static readonly string[] Encodings =
    [
        "%", "%4", "%zz", "%00", "%C0%AF", "%C0%80", "%ED%A0%80", "%F4%90%80%80", "%FF%FE", "%EF%BB%BF", "+", "%2B", "%u0041", "%252e", "%0D%0AX-Injected:%201",
        "%E2%80%AE", "%F0%9F%98%80", "%7F", "%C2%85",
    ];

    /// <summary>A parameter's value is at a bound or odd, is there twice, or is not there.</summary>
    public static void Value(FuzzCase made, ApiDocument document, Random random)
    {
        var parameter = random.Pick(made.Operation.Parameters.Where(p => p.In == "query").ToList());
        var query = made.Request.Query;
        var wasThere = query.RemoveAll(q => q.StartsWith(parameter.Name + "=", StringComparison.Ordinal)) > 0;
        var schema = document.Follow(parameter.Schema);
        var isList = schema.TryGetProperty("items", out var items);
        switch (random.Next(10))
        {
            case 0 when parameter.Required:
                made.Fault = $"{parameter.Name} is missing";
                made.MustBeRefused = true;
                return;
            case 1 when !isList && parameter.Name != "after":
                query.Add($"{parameter.Name}=1");
                query.Add($"{parameter.Name}=1");
                made.Fault = $"{parameter.Name} is given twice";
                made.MustBeRefused = true;
                return;
            case 2:
                query.Add($"{parameter.Name}={random.Pick(Encodings)}{(random.OneIn(2) ? "2024-01-01" : "")}");
                made.Fault = $"{parameter.Name} is encoded oddly";
                return;
            case 3 when isList:
                for (var i = 0; i <= 101; i++)
                    query.Add(string.Create(CultureInfo.InvariantCulture, $"{parameter.Name}=c{i}"));
                made.Fault = $"{parameter.Name} is given 102 times";
                made.MustBeRefused = true;
                return;
        }

        var odds = OddValues.AtBounds(document, isList ? items : schema).Select(Unquoted).Append(random.Pick(OddValues.Texts)).Append(Unquoted(OddValues.Json(random))).ToList();
        var odd = random.Pick(odds);
        if (odd.Length > 2_000)
            odd = odd[..2_000];
        query.Add($"{parameter.Name}={Uri.EscapeDataString(odd)}");
        made.Fault = $"{parameter.Name} is {(odd.Length > 100 ? odd[..100] + "…" : odd)}{(wasThere ? "" : ", and was not there")}";
        made.MustBeRefused |= MustRefuse(document, isList ? items : schema, parameter.Name, odd);
    }

    /// <summary>The query is formed oddly, or has parameters that no one knows.</summary>
    public static void Form(FuzzCase made, Random random)
    {
        var odd = random.Pick([
            "&", "=", "&&==&", "x", "=x", "unknown=1", "unknown=" + new string('x', 1_500), "Start=1", "start%00=1", "%", "%zz=%zz", ";", "a;b=c", "#", "?", "[]=1", "a[b]=c", "\"", "'",
            string.Join('&', Enumerable.Repeat("a=1", 400)), "__proto__=1", "callback=x", "_method=DELETE", "format=xml",
        ]);
        made.Request.Query.Insert(random.Next(made.Request.Query.Count + 1), odd);
        made.Fault = $"the query has {(odd.Length > 50 ? odd[..50] + "…" : odd)}";
        // What follows # or ? is of what is before it.
        made.IsAstray = odd is "#" or "?" or "a;b=c" or "%" or "\"" or ";";
        made.MayBreakHttp = odd is "#" or "\"";
    }

    /// <summary>The company is someone else's.</summary>
    public static void Tenant(FuzzCase made, World world, Random random)
    {
        made.Request.Query.RemoveAll(q => q.StartsWith("companyId=", StringComparison.Ordinal));
        var other = made.Caller is Caller.OtherCompany or Caller.OtherAts ? world.Own : world.Other;
        made.Request.Query.Add("companyId=" + (random.OneIn(2) ? other.Minutes : other.Credits));
        made.Fault = "the company is someone else's";
        if (made.Caller is Caller.Ats or Caller.OtherAts && made.Operation.Parameters.Any(p => p is { In: "query", Name: "companyId" })
            && !made.Operation.Path.Contains("currencies", StringComparison.Ordinal))
        {
            made.MustBeRefused = true;
            made.Status ??= 403;
        }
    }

    private static string Unquoted(string json)
    {
        try
        {
            var element = JsonElement.Parse(json);
            return element.ValueKind == JsonValueKind.String ? element.GetString()! : json;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return json;
        }
    }

    // A text stands for a number or a truth only where it is written as one. A cursor is opaque, and a + may be read as a space.
    private static bool MustRefuse(ApiDocument document, JsonElement schema, string name, string text)
    {
        if (name == "after" || text.Contains(' ', StringComparison.Ordinal) || text.Any(char.IsSurrogate))
            return false;
        var followed = document.Follow(schema);
        var type = followed.TryGetProperty("type", out var word) ? word.ToString() : "";
        if (type is "integer" or "number")
        {
            if (text.Length == 0 || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                return true;
            if (text.Any(c => !char.IsAsciiDigit(c) && c is not ('.' or '-')))
                return false;
            return new SchemaCheck(document, isClosed: false).Fault(followed, JsonElement.Parse(number.ToString(CultureInfo.InvariantCulture))) is not null;
        }

        return type == "boolean" ? text is not ("true" or "false") : new SchemaCheck(document, isClosed: false).Fault(followed, JsonSerializer.SerializeToElement(text)) is not null;
    }
}
