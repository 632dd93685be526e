using System.Text.Json;
using UsageCluster.Actors.Companies;
using UsageCluster.Core.Transactions;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Billing;

/// <summary>A transaction as answers write it.</summary>
internal static class TransactionJson
{
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");
    private static readonly JsonEncodedText BalanceAfter = JsonEncodedText.Encode("balanceAfter");

    /// <summary>Writes an object; the balance is null for money.</summary>
    public static void Write(Utf8JsonWriter json, string companyId, TransactionRow row)
    {
        json.WriteStartObject();
        WriteMembers(json, companyId, row);
        json.WriteEndObject();
    }

    /// <summary>Writes the object's members.</summary>
    public static void WriteMembers(Utf8JsonWriter json, string companyId, TransactionRow row)
    {
        var transaction = row.Transaction;
        json.WriteString("id", transaction.Id);
        json.WriteString("type", AdminJson.Word(transaction.Type));
        ExactNumber.WriteMicro(json, Amount, transaction.AmountMicro);
        json.WriteString("currency", transaction.Currency);
        ExactNumber.WriteMicro(json, BalanceAfter, row.BalanceAfterMicro);
        json.WriteString("createdAt", transaction.CreatedAt.ToString());
        json.WriteString("description", transaction.Description);
        json.WriteString("reference", transaction.Reference);
        json.WriteString("companyId", companyId);
    }
}
