using UsageCluster.Core.Formats;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Core.Ledger;

/// <summary>Bytes of transactions and months in stored formats. Readers throw <see cref="InvalidDataException"/>.</summary>
internal static class TransactionCodec
{
    // More than the fixed parts of a transaction take.
    private const int FixedLengthMax = 64;

    public static int LengthMax(BillingTransaction transaction) => checked(
        FixedLengthMax + TextLengthMax(transaction.Id) + TextLengthMax(transaction.Currency) + TextLengthMax(transaction.Description ?? "")
        + TextLengthMax(transaction.Reference ?? ""));

    public static void Write(BillingTransaction transaction, ref ByteWriter bytes)
    {
        bytes.Text(transaction.Id);
        bytes.Byte((byte)transaction.Type);
        bytes.Int64(transaction.AmountMicro);
        bytes.Text(transaction.Currency);
        bytes.Int64(transaction.CreatedAt.Ticks);
        bytes.OptionalText(transaction.Description);
        bytes.OptionalText(transaction.Reference);
    }

    public static BillingTransaction Read(ref ByteReader bytes)
    {
        var transaction = new BillingTransaction
        {
            Id = bytes.Text(),
            Type = (TransactionType)bytes.Byte(),
            AmountMicro = bytes.Int64(),
            Currency = bytes.Text(),
            CreatedAt = FieldCodec.ReadInstant(ref bytes),
            Description = bytes.Flag() ? bytes.Text() : null,
            Reference = bytes.Flag() ? bytes.Text() : null,
        };
        return Enum.IsDefined(transaction.Type) ? transaction : throw ByteReader.Foreign();
    }

    public static CalendarMonth ReadMonth(ref ByteReader bytes)
    {
        try
        {
            return CalendarMonth.Of(bytes.Int32());
        }
        catch (ArgumentOutOfRangeException)
        {
            throw ByteReader.Foreign();
        }
    }

    private static int TextLengthMax(string text) => checked(ByteWriter.TextOverhead + (text.Length * ByteWriter.BytesPerCharMax));
}
